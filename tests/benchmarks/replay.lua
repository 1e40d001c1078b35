-- Sends the requests that a file holds, one after the other and round again, and tells the figures on one line.
-- The file: a length in bytes on a line of its own, then so many bytes of HTTP, over and over.
local requests, number = {}, 0

function init(given)
  local file = assert(io.open(given[1], "rb"))
  local length = file:read("*l")
  while length do
    requests[#requests + 1] = file:read(tonumber(length))
    length = file:read("*l")
  end
  file:close()
end

function request()
  number = number % #requests + 1
  return requests[number]
end

function done(summary, latency)
  local wrong = summary.errors
  io.write(string.format(
    "figures %d %d %d %d %d %d\n",
    summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99),
    wrong.connect + wrong.read + wrong.write + wrong.status + wrong.timeout
  ))
end
