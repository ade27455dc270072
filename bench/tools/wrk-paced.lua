-- For wrk: each connection waits this many milliseconds before its next request.
function delay()
  return 20
end
