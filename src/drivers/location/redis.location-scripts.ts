import { createHash } from 'node:crypto';
import { jumpM, topSpeedMps, workAreaM } from '../domain/fix-rules.js';
import { pingBurst, pingIntervalMs } from '../domain/ping-pace.js';
import { positionTtlMs, shiftTtlMs } from '../drivers.cache.js';

// What the scripts keep, all in one slot of a Redis Cluster:
//   shift:<driver>  {epoch, open, seq, due, doubt, store, lat, lng}; the place is the store's
//   loc:<driver>    the newest fix, as `stored-fix.ts` writes it
//   near:<store>    the geo index of a store's drivers
//   seen:<store>    its members by the time of their last ping: a geo index has no expiry of its own
//   told            there while every open shift has been told
// Lua's numbers are doubles: exact to 2^53.

export interface Script {
  readonly source: string;
  readonly sha1: string;
}

const script = (source: string): Script => ({
  source,
  sha1: createHash('sha1').update(source).digest('hex'),
});

/** Members of the index that one ping removes at most, so that none has to do much. */
const sweptByPing = 4;

const leave = `
local function leave(store)
  if store then
    redis.call('ZREM', KEYS[3] .. store, ARGV[1])
    redis.call('ZREM', KEYS[4] .. store, ARGV[1])
  end
end`;

/**
 * KEYS shift, loc, near:, seen:. ARGV driver, epoch, until when its first fix must not be old, and
 * the store's id, lat, lng or none.
 */
export const openScript = script(`${leave}
local known = redis.call('HMGET', KEYS[1], 'epoch', 'open', 'store')
local epoch = tonumber(known[1])
if epoch and epoch > tonumber(ARGV[2]) then return 0 end
if known[1] == ARGV[2] then
  if known[2] ~= '1' then return 0 end
else
  leave(known[3])
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'open', '1', 'doubt', ARGV[3])
end
if ARGV[4] then
  redis.call('HSET', KEYS[1], 'store', ARGV[4], 'lat', ARGV[5], 'lng', ARGV[6])
end
redis.call('PEXPIRE', KEYS[1], ${shiftTtlMs})
return 1`);

/** KEYS shift, loc, near:, seen:. ARGV driver, epoch. */
export const closeScript = script(`${leave}
local known = redis.call('HMGET', KEYS[1], 'epoch', 'store')
local epoch = tonumber(known[1])
if epoch and epoch > tonumber(ARGV[2]) then return 0 end
leave(known[2])
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'open', '0')
redis.call('PEXPIRE', KEYS[1], ${shiftTtlMs})
return 1`);

/**
 * KEYS shift:, loc:, near:, seen:, told. ARGV for each ping: driver, epoch, seq, the fix, the
 * highest seq that the caller knows was kept, how old it is by the phone's clock. The rules are
 * those of `domain/`.
 * Answers an outcome for each; a number instead: how many milliseconds too early it came.
 */
export const recordScript = script(`
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
local place = '^%[([^,]+),([^,]+),([^,]+)'

-- The indexes are written once for all pings of a store: each call of a command costs by itself.
local byStore = {}
local function index(store, driver, now, lat, lng)
  local fixes = byStore[store]
  if not fixes then
    fixes = {places = {}, times = {}, latest = now}
    byStore[store] = fixes
  end
  local places, times = fixes.places, fixes.times
  local n, m = #places, #times
  places[n + 1], places[n + 2], places[n + 3] = lng, lat, driver
  times[m + 1], times[m + 2] = now, driver
  fixes.latest = math.max(fixes.latest, now)
end

local function record(driver, epoch, sent, fix, answered, age)
  local shiftKey, locKey = KEYS[1] .. driver, KEYS[2] .. driver
  local shift =
    redis.call('HMGET', shiftKey, 'epoch', 'open', 'seq', 'due', 'store', 'lat', 'lng', 'doubt')
  if not shift[1] and isForgotten() then return 'forgotten' end
  if shift[1] ~= epoch or shift[2] ~= '1' then return 'off-shift' end

  local at, fixLat, fixLng = string.match(fix, place)
  local now = tonumber(at)
  local due = tonumber(shift[4] or 0)
  if due > now + ${pingBurst * pingIntervalMs} or due < now then due = now end
  local early = due - now - ${(pingBurst - 1) * pingIntervalMs}
  if early > 0 then return early end
  due = string.format('%.0f', due + ${pingIntervalMs})

  local function refuse(outcome)
    redis.call('HSET', shiftKey, 'due', due)
    return outcome
  end
  local seq = tonumber(sent)
  local kept = math.max(tonumber(shift[3] or -1), tonumber(answered))
  if seq <= kept then return refuse('stale') end
  if age == 'old' and kept < 0 and now < tonumber(shift[8] or 0) then return refuse('stale') end

  local lat, lng = math.rad(tonumber(fixLat)), math.rad(tonumber(fixLng))
  local function metresFrom(aLat, aLng)
    return metresBetween(math.rad(tonumber(aLat)), math.rad(tonumber(aLng)), lat, lng)
  end
  if shift[6] and metresFrom(shift[6], shift[7]) > ${workAreaM} then return refuse('out-of-area') end
  local last = redis.call('GET', locKey)
  if last then
    local seenAt, seenLat, seenLng = string.match(last, place)
    local seconds = math.max(0, now - tonumber(seenAt)) / 1000
    if metresFrom(seenLat, seenLng) > ${jumpM} + ${topSpeedMps} * seconds then
      return refuse('implausible')
    end
  end

  redis.call('HSET', shiftKey, 'seq', sent, 'due', due)
  redis.call('SET', locKey, fix, 'PX', ${positionTtlMs})
  if shift[5] then index(shift[5], driver, now, fixLat, fixLng) end
  return 'applied'
end

local outcomes = {}
for first = 1, #ARGV, 6 do
  outcomes[#outcomes + 1] = record(unpack(ARGV, first, first + 5))
end
for store, fixes in pairs(byStore) do
  local near, seen = KEYS[3] .. store, KEYS[4] .. store
  redis.call('GEOADD', near, unpack(fixes.places))
  redis.call('ZADD', seen, unpack(fixes.times))
  local most = ${sweptByPing} * #fixes.times / 2
  local gone = redis.call(
    'ZRANGEBYSCORE', seen, '-inf', fixes.latest - ${positionTtlMs}, 'LIMIT', 0, most)
  if #gone > 0 then
    redis.call('ZREM', near, unpack(gone))
    redis.call('ZREM', seen, unpack(gone))
  end
  redis.call('PEXPIRE', near, ${positionTtlMs})
  redis.call('PEXPIRE', seen, ${positionTtlMs})
end
return outcomes`);

/**
 * KEYS near:<store>, loc:. ARGV how many will do, the most to take of a cell, and for each ring
 * around the place, from the narrowest, the scores of its cells. Answers driver ids, and their
 * fixes as far as they have one: of the first ring that has enough, and of the next, where those
 * may be who are as near. However many drivers there are, it takes some of each cell only:
 * GEOSEARCH looks at all of a crowd that is near, but not near enough.
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
