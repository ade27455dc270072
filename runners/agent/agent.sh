#!/bin/busybox sh
# The agent: runs inside an instance, as its first process. It reads one shell
# command a line and runs it; after the command's output comes an end mark with
# its exit code. `@clock` is answered with the uptime, by the clock inside.
# `@serve COMMAND` starts one that goes on, and `@stop` ends it: both are answered with `done`.
# `@ping` is answered at once, `@exit` ends it. $1: the mark, chosen by the host for this instance, so that no output can forge it.
echo "$1 ready"
while IFS= read -r line && [ "$line" != @exit ]; do
  case $line in
    @ping) echo "$1 pong"; continue ;;
    @clock)
      read -r uptime _ </proc/uptime
      echo "$1 $uptime"
      continue
      ;;
    @serve\ *)
      (eval "exec ${line#@serve }") </dev/null >&2 &
      server=$!
      echo "$1 done"
      continue
      ;;
    @stop)
      kill "$server" 2>/dev/null
      wait "$server" 2>/dev/null
      echo "$1 done"
      continue
      ;;
  esac
  (eval "$line") </dev/null
  printf '\n%s %s\n' "$1" "$?"
done
