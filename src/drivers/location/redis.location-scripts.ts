import { createHash } from 'node:crypto';
import { jumpM, topSpeedMps, workAreaM } from '../domain/fix-rules.js';
import { pingBurst, pingIntervalMs } from '../domain/ping-pace.js';
import { positionTtlMs, shiftTtlMs } from '../drivers.cache.js';

// What the scripts keep, all in one slot of a Redis Cluster:
//   shift:<driver>  epoch, open (1 or 0), seq, due, doubt, indexed, store, lat, lng: words of one
//                   text, `-` for none. The place is the store's. One text, because each call of a
//                   command costs by itself: one MGET reads the shifts and positions of all pings
//   loc:<driver>    the newest fix, as `stored-fix.ts` writes it
//   near:<store>    the geo index of a store's drivers
//   seen:<store>    its members by when they were put there: a geo index has no expiry of its own
//   told            there while every open shift has been told
// Lua's numbers are doubles, exact to 2^53; as text it writes 14 digits of them, as times have 13.

export interface Script {
  readonly source: string;
  readonly sha1: string;
}

const script = (source: string): Script => ({
  source,
  sha1: createHash('sha1').update(source).digest('hex'),
});

/** The most members that one ping removes from the index, so that no ping has much to do. */
const sweptByPing = 4;

/**
 * The most that a driver's place in the index is behind the fix, in milliseconds: writing it costs
 * as much as all the rest of a ping. Searches that find a driver there read the fix itself.
 */
export const indexEveryMs = 2000;
const indexTtlMs = positionTtlMs + indexEveryMs;

const shift = `
local function shiftOf(text)
  return string.match(text or '', '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
end`;

const leave = `
local function leave(store)
  if store and store ~= '-' then
    redis.call('ZREM', KEYS[3] .. store, ARGV[1])
    redis.call('ZREM', KEYS[4] .. store, ARGV[1])
  end
end`;

/**
 * KEYS shift, loc, near:, seen:. ARGV driver, epoch, the end of the time in which its first fix
 * must not be old, and the store's id, lat, lng or none.
 */
export const openScript = script(`${shift}${leave}
local epoch, open, seq, due, doubt, indexed, store, lat, lng =
  shiftOf(redis.call('GET', KEYS[1]))
if epoch and tonumber(epoch) > tonumber(ARGV[2]) then return 0 end
if epoch == ARGV[2] then
  if open ~= '1' then return 0 end
else
  leave(store)
  redis.call('DEL', KEYS[2])
  seq, due, doubt, indexed, store, lat, lng = -1, 0, ARGV[3], 0, '-', '-', '-'
end
if ARGV[4] then
  if store ~= ARGV[4] then indexed = 0 end
  store, lat, lng = ARGV[4], ARGV[5], ARGV[6]
end
local words = {ARGV[2], 1, seq, due, doubt, indexed, store, lat, lng}
redis.call('SET', KEYS[1], table.concat(words, ' '), 'PX', ${shiftTtlMs})
return 1`);

/** KEYS shift, loc, near:, seen:. ARGV driver, epoch. */
export const closeScript = script(`${shift}${leave}
local epoch, _, _, _, _, _, store = shiftOf(redis.call('GET', KEYS[1]))
if epoch and tonumber(epoch) > tonumber(ARGV[2]) then return 0 end
leave(store)
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[1], ARGV[2] .. ' 0 -1 0 0 0 - - -', 'PX', ${shiftTtlMs})
return 1`);

/** Degrees of latitude, or of longitude anywhere, so few that both together are within a metre. */
const degreesWithin = 1 / 160_000;

/**
 * KEYS shift:, loc:, near:, seen:, told. ARGV for each ping: driver, epoch, seq, the fix, the
 * highest kept seq that the caller knows, and the fix's age by the phone's clock. The rules are
 * those of `domain/`. Answers an outcome for each; a number means how many milliseconds too early
 * it came.
 */
export const recordScript = script(`${shift}
local hasTold
local function isForgotten()
  if hasTold == nil then hasTold = redis.call('EXISTS', KEYS[5]) == 1 end
  return not hasTold
end
local function metresBetween(aLat, aLng, bLat, bLng)
  local h = math.sin((bLat - aLat) / 2) ^ 2
    + math.cos(aLat) * math.cos(bLat) * math.sin((bLng - aLng) / 2) ^ 2
  return 12742017.6 * math.asin(math.min(1, math.sqrt(h)))
end
local function isWithin(metres, aLat, aLng, bLat, bLng)
  local near, dLat, dLng = metres * ${degreesWithin}, aLat - bLat, aLng - bLng
  if dLat < near and dLat > -near and dLng < near and dLng > -near then return true end
  return metresBetween(math.rad(aLat), math.rad(aLng), math.rad(bLat), math.rad(bLng)) <= metres
end
local function placeOf(fix)
  local at, lat, lng = string.match(fix, '^%[([^,]+),([^,]+),([^,]+)')
  return tonumber(at), lat, lng
end

-- The state of each driver, updated by the earlier pings of this call.
local keys, shifts, fixes = {}, {}, {}
for first = 1, #ARGV, 6 do
  keys[#keys + 1] = KEYS[1] .. ARGV[first]
  keys[#keys + 1] = KEYS[2] .. ARGV[first]
end
local kept = redis.call('MGET', unpack(keys))
for n = 1, #keys, 2 do
  local driver = ARGV[3 * n - 2]
  shifts[driver], fixes[driver] = kept[n], kept[n + 1]
end

-- The indexes are written once for all pings of a store.
local byStore = {}
local function index(store, driver, now, lat, lng)
  local of = byStore[store]
  if not of then
    of = {places = {}, times = {}, latest = now}
    byStore[store] = of
  end
  local places, times = of.places, of.times
  local n, m = #places, #times
  places[n + 1], places[n + 2], places[n + 3] = lng, lat, driver
  times[m + 1], times[m + 2] = now, driver
  if now > of.latest then of.latest = now end
end

local function record(driver, epoch, sent, fix, answered, age)
  if not shifts[driver] and isForgotten() then return 'forgotten' end
  local current, open, seq, due, doubt, indexed, store, lat, lng = shiftOf(shifts[driver])
  if current ~= epoch or open ~= '1' then return 'off-shift' end

  local now, fixLat, fixLng = placeOf(fix)
  due = tonumber(due)
  if due > now + ${pingBurst * pingIntervalMs} or due < now then due = now end
  local early = due - now - ${(pingBurst - 1) * pingIntervalMs}
  if early > 0 then return early end

  local outcome = 'applied'
  local highest = math.max(tonumber(seq), tonumber(answered))
  local isDoubtful = age == 'old' and highest < 0 and now < tonumber(doubt)
  if tonumber(sent) <= highest or isDoubtful then
    outcome = 'stale'
  elseif store ~= '-' and not isWithin(${workAreaM}, lat, lng, fixLat, fixLng) then
    outcome = 'out-of-area'
  elseif fixes[driver] then
    local seenAt, seenLat, seenLng = placeOf(fixes[driver])
    local seconds = math.max(0, now - seenAt) / 1000
    if not isWithin(${jumpM} + ${topSpeedMps} * seconds, seenLat, seenLng, fixLat, fixLng) then
      outcome = 'implausible'
    end
  end

  if outcome == 'applied' then
    seq, fixes[driver] = sent, fix
    redis.call('SET', KEYS[2] .. driver, fix, 'PX', ${positionTtlMs})
    local sinceIndexed = now - indexed
    if store ~= '-' and (sinceIndexed >= ${indexEveryMs} or sinceIndexed < 0) then
      index(store, driver, now, fixLat, fixLng)
      indexed = now
    end
  end
  shifts[driver] = epoch .. ' 1 ' .. seq .. ' ' .. due + ${pingIntervalMs} .. ' '
    .. doubt .. ' ' .. indexed .. ' ' .. store .. ' ' .. lat .. ' ' .. lng
  redis.call('SET', KEYS[1] .. driver, shifts[driver], 'KEEPTTL')
  return outcome
end

local outcomes = {}
for first = 1, #ARGV, 6 do
  outcomes[#outcomes + 1] = record(unpack(ARGV, first, first + 5))
end
for store, of in pairs(byStore) do
  local near, seen = KEYS[3] .. store, KEYS[4] .. store
  redis.call('GEOADD', near, unpack(of.places))
  redis.call('ZADD', seen, unpack(of.times))
  local most = ${sweptByPing} * #of.times / 2
  local gone = redis.call(
    'ZRANGEBYSCORE', seen, '-inf', of.latest - ${indexTtlMs}, 'LIMIT', 0, most)
  if #gone > 0 then
    redis.call('ZREM', near, unpack(gone))
    redis.call('ZREM', seen, unpack(gone))
  end
  redis.call('PEXPIRE', near, ${indexTtlMs})
  redis.call('PEXPIRE', seen, ${indexTtlMs})
end
return outcomes`);

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
