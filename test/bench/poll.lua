-- wrk's script: each request polls the next order. Argument: a file with a line of path, token and
-- ETag (or -) for each order.
local polls, count, sent = {}, 0, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, token, etag = line:match('^(%S+) (%S+) (%S+)$')
    count = count + 1
    local headers = { ['Authorization'] = 'Bearer ' .. token }
    if etag ~= '-' then headers['If-None-Match'] = etag end
    polls[count] = wrk.format('GET', path, headers)
  end
end

function request()
  sent = sent + 1
  return polls[sent % count + 1]
end
