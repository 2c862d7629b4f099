-- wrk's script: each request is the next ping of the next driver. Arguments: the phones' file, with
-- a line of token and epoch for each driver.
local phones, count, sent, recordedAt = {}, 0, 0, nil

function init(args)
  local seq = os.time() * 1000
  for line in io.lines(args[1]) do
    local token, epoch = line:match('^(%S+) (%S+)$')
    count = count + 1
    phones[count] = {
      seq = seq,
      epoch = epoch,
      headers = { ['Authorization'] = 'Bearer ' .. token, ['Content-Type'] = 'application/json' },
    }
  end
end

function request()
  if sent % 1000 == 0 then recordedAt = os.date('!%Y-%m-%dT%H:%M:%S.000Z') end
  local phone = phones[sent % count + 1]
  sent = sent + 1
  phone.seq = phone.seq + 1
  local body = '{"epoch":' .. phone.epoch .. ',"fixes":[{"seq":' .. string.format('%d', phone.seq)
    .. ',"lat":25.0816' .. sent % 100 .. ',"lng":55.1414' .. sent % 100
    .. ',"accuracyM":8,"headingDeg":45,"speedMps":6.5,"recordedAt":"' .. recordedAt .. '"}]}'
  return wrk.format('POST', nil, phone.headers, body)
end
