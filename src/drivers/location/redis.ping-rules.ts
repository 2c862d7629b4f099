import {
  farBack,
  leastOdd,
  longestWaitMs,
  oddMs,
  oldMs,
  restartMs,
  restingMs,
} from '../domain/fix-order.js';
import { fixEveryMs, jumpM, topSpeedMps } from '../domain/fix-rules.js';
import { lateMs, steadyMs, steadyWithinMs } from '../domain/phone-clock.js';

// The rules of `domain/` in Lua, for the script of pings: one suite runs both.

/** Degrees of latitude, or of longitude anywhere, so few that both together are within a metre. */
const degreesWithin = 1 / 160_000;

/** `isWithinReach` and `isInWorkArea` of `domain/fix-rules.ts`. */
export const reach = `
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
local function isWithinReach(seq, seen, seenRecorded, lat, lng, sent, now, recorded, toLat, toLng)
  local byPhone = recorded and seenRecorded and recorded - seenRecorded
    or (sent - seq - 1) * ${fixEveryMs}
  local passed = math.max(0, now - seen, byPhone)
  return isWithin(${jumpM} + ${topSpeedMps / 1000} * passed, lat, lng, toLat, toLng)
end`;

/** `follow` of `domain/fix-order.ts`, with the clock's words; `behind` is the lag of the fix. */
export const follow = `
local function stepOf(seq, last, restarted, begun, lag, known,
    sent, recorded, behind, now, heard, doubt)
  local isOld = behind and behind > ${oldMs} and known ~= '1'
  if isOld and now < doubt and (seq < 0 or sent > seq) then return 'stale' end
  if seq < 0 then return 'next' end
  if sent > seq then
    local earlier = recorded and restarted and restarted - recorded
    if earlier and earlier >= 0 and earlier <= ${longestWaitMs} then return 'stale' end
    return 'next'
  end
  if recorded and last then
    local isToCome = lag and behind < lag - (known == '1' and ${lateMs} or ${longestWaitMs})
    if recorded - last >= ${restartMs} and not isToCome then return 'restart' end
    return 'stale'
  end
  if sent == seq then return 'stale' end
  if (seq - sent > ${farBack} or sent <= 1) and now - heard >= ${restingMs} then return 'restart' end
  local first, since = string.match(begun, '^(%S+)/(%S+)$')
  local isFirst = first and (sent <= 1 or sent == tonumber(first))
  return isFirst and now - since >= ${oddMs} and 'restart' or 'stale'
end
local function grown(odd, sent, behind, now)
  local seq, lag, since, count = string.match(odd, '^(%S+)/(%S+)/(%S+)/(%S+)$')
  local goesOn = seq and tonumber(sent) > tonumber(seq) and (behind == nil) == (lag == '-')
  if goesOn and behind then goesOn = math.abs(behind - lag) <= ${steadyWithinMs} end
  if not goesOn then return sent .. '/' .. (behind or '-') .. '/' .. now .. '/1', false end
  count = count + 1
  local isLive = count >= ${leastOdd} and now - since >= (behind and ${steadyMs} or ${oddMs})
  return sent .. '/' .. lag .. '/' .. since .. '/' .. count, isLive, since
end
local function follow(seq, last, restarted, begun, lag, firstLag, since, known, odd,
    sent, recorded, now, heard, doubt)
  local at, atLast, lags = tonumber(recorded), tonumber(last), tonumber(lag)
  local behind = at and now - at
  local step = stepOf(tonumber(seq), atLast, tonumber(restarted), begun, lags, known,
    tonumber(sent), at, behind, now, heard, tonumber(doubt))
  local isLate = behind and lags and behind > lags + ${lateMs}
  local isLive, oddSince
  if step == 'stale' or isLate then
    odd, isLive, oddSince = grown(odd, sent, behind, now)
    if step == 'stale' and not isLive then
      return false, seq, last, restarted, begun, lag, firstLag, since, known, odd
    end
  else
    odd = '-'
  end
  local isSetBack = step == 'next' and at and atLast and at < atLast - ${lateMs}
  if behind then
    if isLive then
      lag, firstLag, since, known = behind, behind, oddSince, '1'
    elseif isSetBack or not lags or behind < firstLag - ${steadyWithinMs} then
      lag, firstLag, since, known = behind, behind, now, '0'
    elseif not isLate then
      if behind < lags then lag = behind end
      if known ~= '1' and now - since >= ${steadyMs} then known = '1' end
    end
  end
  if step ~= 'next' or seq == '-1' then begun = sent .. '/' .. now end
  if step == 'restart' then restarted = last
  elseif step == 'stale' or isSetBack then restarted = '-' end
  return true, sent, recorded, restarted, begun, lag, firstLag, since, known, isLive and '-' or odd
end`;
