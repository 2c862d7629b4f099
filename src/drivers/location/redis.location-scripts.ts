import { createHash } from 'node:crypto';
import { positionTtlMs, shiftTtlMs } from '../drivers.cache.js';

// What the scripts keep, all in one slot of a Redis Cluster:
//   session:<driver>  epoch, open (1 or 0), what `domain/fix-order.ts` remembers (seq, recorded,
//                     restarted, begun; the clock's lag, firstLag, since and known; odd), due, doubt,
//                     indexed, heard, store, lat, lng: words of one text, `-` for none. The place is
//                     the store's. One text, because each call of a command costs by itself: one
//                     MGET reads the sessions and positions of all pings
//   loc:<driver>      the newest fix, as `stored-fix.ts` reads it
//   jump:<driver>     fixes too far from the newest: when that was received, and the last of them
//   near:<store>      the geo index of a store's drivers
//   seen:<store>      its members by when they were put there: a geo index has no expiry of its own
//   told              there while every open session has been told
// Lua's numbers are doubles, exact to 2^53; as text it writes 14 digits of them, as times have 13.

export interface Script {
  readonly source: string;
  readonly sha1: string;
}

export const script = (source: string): Script => ({
  source,
  sha1: createHash('sha1').update(source).digest('hex'),
});

/**
 * The most that a driver's place in the index is behind the fix, in milliseconds: writing it costs
 * as much as all the rest of a ping. Searches that find a driver there read the fix itself.
 */
export const indexEveryMs = 2000;
export const indexTtlMs = positionTtlMs + indexEveryMs;

/** The words of a session's text, in their order. */
export const words =
  'epoch, open, seq, recorded, restarted, begun, lag, firstLag, since, known, odd, due, doubt, indexed, ' +
  'heard, store, lat, lng';

export const session = `
local function sessionOf(text)
  return string.match(text or '', '^${words.replaceAll(/\w+/g, '(%S+)').replaceAll(',', '')}$')
end`;

const leave = `
local function leave(store)
  if store and store ~= '-' then
    redis.call('ZREM', KEYS[3] .. store, ARGV[1])
    redis.call('ZREM', KEYS[4] .. store, ARGV[1])
  end
end`;

/**
 * KEYS session, loc, near:, seen:. ARGV driver, epoch, the end of the time in which its first fix
 * must not be old, whether the position stays (1 or 0), and the store's id, lat, lng or none.
 */
export const openScript = script(`${session}${leave}
local ${words} = sessionOf(redis.call('GET', KEYS[1]))
if epoch and tonumber(epoch) > tonumber(ARGV[2]) then return 0 end
if epoch == ARGV[2] then
  if open ~= '1' then return 0 end
else
  if ARGV[4] ~= '1' or open ~= '1' then
    leave(store)
    redis.call('DEL', KEYS[2])
    due, indexed, heard, store, lat, lng = 0, 0, 0, '-', '-', '-'
  end
  seq, recorded, restarted, begun = -1, '-', '-', '-'
  lag, firstLag, since, known, odd = '-', '-', '-', 0, '-'
  doubt = ARGV[3]
end
if ARGV[5] then
  if store ~= ARGV[5] then indexed = 0 end
  store, lat, lng = ARGV[5], ARGV[6], ARGV[7]
end
epoch, open = ARGV[2], 1
redis.call('SET', KEYS[1], table.concat({${words}}, ' '), 'PX', ${shiftTtlMs})
return 1`);

/** KEYS session, loc, near:, seen:. ARGV driver, epoch. */
export const closeScript = script(`${session}${leave}
local ${words} = sessionOf(redis.call('GET', KEYS[1]))
if epoch and tonumber(epoch) > tonumber(ARGV[2]) then return 0 end
leave(store)
redis.call('DEL', KEYS[2])
local closed = ARGV[2] .. ' 0 -1 - - - - - - 0 - 0 0 0 0 - - -'
redis.call('SET', KEYS[1], closed, 'PX', ${shiftTtlMs})
return 1`);

/**
 * KEYS near:<store>, loc:. ARGV the number that is enough, the most to take of a cell, and for each
 * ring around the place, from the narrowest, the scores of its cells. Answers driver ids and their
 * fixes, where they have one: of the first ring with enough drivers, and of the next, which may
 * hold equally near ones. However many drivers there are, it takes some of each cell only:
 * GEOSEARCH would look at every driver of a nearby crowd.
 */
export const nearestScript = script(`
local drivers, isKnown, isEnough = {}, {}, false
for ring = 3, #ARGV do
  for least, past in string.gmatch(ARGV[ring], '(%d+) (%d+)') do
    local some = redis.call('ZRANGEBYSCORE', KEYS[1], least, '(' .. past, 'LIMIT', 0, ARGV[2])
    for _, driver in ipairs(some) do
      if not isKnown[driver] then
        isKnown[driver] = true
        drivers[#drivers + 1] = driver
      end
    end
  end
  if isEnough then break end
  isEnough = #drivers >= tonumber(ARGV[1])
end
if #drivers == 0 then return {drivers, {}} end
local keys = {}
for place, driver in ipairs(drivers) do keys[place] = KEYS[2] .. driver end
return {drivers, redis.call('MGET', unpack(keys))}`);
