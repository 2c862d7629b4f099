import { believedJumps, clockToleranceMs, workAreaM } from '../domain/fix-rules.js';
import { pingBurst, pingIntervalMs } from '../domain/ping-pace.js';
import { positionTtlMs } from '../drivers.cache.js';
import { indexEveryMs, indexTtlMs, script, session, words } from './redis.location-scripts.js';
import { follow, reach } from './redis.ping-rules.js';

/** The most members that one ping removes from the index, so that no ping has much to do. */
const sweptByPing = 4;

/**
 * KEYS session:, loc:, near:, seen:, told, jump:. ARGV for each ping: driver, epoch, seq
 * (`-` where no fix can be used), the time by the phone (`-` for none), the fix, and the seq and
 * time of the last fix that the caller knows to have been kept. The rules are those of `domain/`.
 * Answers an outcome for each; a number means how many milliseconds too early it came.
 */
export const pingScript = script(`${session}${reach}${follow}
local hasTold
local function isForgotten()
  if hasTold == nil then hasTold = redis.call('EXISTS', KEYS[5]) == 1 end
  return not hasTold
end

-- The state of each driver, updated by the earlier pings of this call.
local keys, sessions, fixes = {}, {}, {}
for first = 1, #ARGV, 7 do
  keys[#keys + 1] = KEYS[1] .. ARGV[first]
  keys[#keys + 1] = KEYS[2] .. ARGV[first]
end
local kept = redis.call('MGET', unpack(keys))
for n = 1, #keys, 2 do
  local driver = ARGV[(n - 1) / 2 * 7 + 1]
  sessions[driver], fixes[driver] = kept[n], kept[n + 1]
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

local function isJump(driver, kept, now, sent, recorded, lat, lng)
  local key, count, at = KEYS[6] .. driver, 1, tonumber(recorded)
  local from, seq, jumpAt, jumpRecorded, jumpLat, jumpLng, steps = string.match(
    redis.call('GET', key) or '', '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
  if from == kept and tonumber(sent) > tonumber(seq) and isWithinReach(
      seq, jumpAt, tonumber(jumpRecorded), jumpLat, jumpLng, sent, now, at, lat, lng) then
    count = steps + 1
  end
  local jump = table.concat({kept, sent, now, recorded, lat, lng, count}, ' ')
  redis.call('SET', key, jump, 'PX', ${positionTtlMs})
  return count < ${believedJumps}
end

local function record(driver, sentEpoch, sent, at, fix, answered, answeredAt)
  local ${words} = sessionOf(sessions[driver])
  -- A text with other words is of another version of Larder.
  if not epoch and (sessions[driver] or isForgotten()) then return 'forgotten' end
  if open ~= '1' or tonumber(sentEpoch) > tonumber(epoch) then return 'off-shift' end

  local nowText, fixLat, fixLng = string.match(fix, '^%[([^,]+),?([^,]*),?([^,]*)')
  local now, before, place, outcome = tonumber(nowText), tonumber(heard), fixes[driver]
  if now > before then heard = nowText end
  if sentEpoch ~= epoch then
    outcome = 'replaced'
  else
    local dueAt = tonumber(due)
    if dueAt > now + ${pingBurst * pingIntervalMs} or dueAt < now then dueAt = now end
    local early = dueAt - now - ${(pingBurst - 1) * pingIntervalMs}
    if early > 0 then outcome = early else due = dueAt + ${pingIntervalMs} end
  end

  if not outcome and sent == '-' then
    outcome = 'heard'
  elseif not outcome then
    -- A flushed Redis has lost what this process still knows.
    local last, lastAt = seq, recorded
    if seq == '-1' then last, lastAt = answered, answeredAt end
    local isNewer, newSeq, newAt, newRestarted, newBegun, newLag, newFirst, newSince, newKnown, newOdd =
      follow(last, lastAt, restarted, begun, lag, firstLag, since, known, odd,
        sent, at, now, before, doubt)
    local seenAt, seenLat, seenLng, seenEpoch
    if place then
      seenAt, seenLat, seenLng, seenEpoch =
        string.match(place, '^%[([^,]+),([^,]+),([^,]+),([^,]+)')
    end
    if not isNewer then
      outcome, odd = 'stale ' .. last, newOdd
    elseif store ~= '-' and not isWithin(${workAreaM}, lat, lng, fixLat, fixLng) then
      outcome = 'out-of-area'
    elseif seenEpoch == epoch and not isWithinReach(seq, seenAt, tonumber(recorded), seenLat, seenLng,
        sent, now, tonumber(at), fixLat, fixLng)
        and isJump(driver, seenAt .. '/' .. seq, now, sent, at, fixLat, fixLng) then
      outcome = 'implausible'
    else
      seq, recorded, restarted, begun = newSeq, newAt, newRestarted, newBegun
      lag, firstLag, since, known, odd = newLag, newFirst, newSince, newKnown, newOdd
      outcome = 'applied'
      local made, isKnown = now, 0
      local recordedAt = tonumber(at)
      if recordedAt then
        made = math.min(now, recordedAt + (known == '1' and lag or math.min(0, lag)))
        isKnown = known
        if math.abs(made - recordedAt) > ${clockToleranceMs} then outcome = 'corrected' end
      end
      place = fix .. ',' .. (recordedAt and at or 'null') .. ',' .. made .. ',' .. isKnown .. ','
        .. nowText .. ']'
      seenLat, seenLng = fixLat, fixLng
    end
  end

  if place then
    if outcome ~= 'applied' and outcome ~= 'corrected' then
      place = string.gsub(place, '%d+%]$', heard .. ']')
    end
    fixes[driver] = place
    redis.call('SET', KEYS[2] .. driver, place, 'PX', ${positionTtlMs})
    local sinceIndexed = now - indexed
    if store ~= '-' and (sinceIndexed >= ${indexEveryMs} or sinceIndexed < 0) then
      local _, placeLat, placeLng = string.match(place, '^%[([^,]+),([^,]+),([^,]+)')
      index(store, driver, now, placeLat, placeLng)
      indexed = now
    end
  end
  sessions[driver] = ${words.replaceAll(', ', " .. ' ' .. ")}
  redis.call('SET', KEYS[1] .. driver, sessions[driver], 'KEEPTTL')
  return outcome
end

local outcomes = {}
for first = 1, #ARGV, 7 do
  outcomes[#outcomes + 1] = record(unpack(ARGV, first, first + 6))
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
