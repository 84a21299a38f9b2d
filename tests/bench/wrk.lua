-- wrk.lua: used by load.py. Argument: a file with one path a line, or "" for the address on the command
-- line. The requests are written before the run, so that making them costs the same for every peer.
-- There is no response(): wrk would parse headers for it, which costs more than some peers take. What a
-- run really got is judged by its bytes (load.py).

local requests, position = nil, 0

function init(args)
    requests = {}
    if args[1] and args[1] ~= "" then
        for path in io.lines(args[1]) do
            requests[#requests + 1] = wrk.format("GET", path)
        end
    else
        requests[1] = wrk.format("GET")
    end
end

function request()
    position = position % #requests + 1
    return requests[position]
end

function done(summary, latency, all)
    local errors = summary.errors
    io.write(string.format(
        'JSON {"requests":%d,"duration_us":%d,"bytes":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d,' ..
        '"status":%d,"p50_us":%.1f,"p99_us":%.1f,"max_us":%.1f}\n',
        summary.requests, summary.duration, summary.bytes, errors.connect, errors.read, errors.write,
        errors.timeout, errors.status, latency:percentile(50), latency:percentile(99), latency.max))
end
