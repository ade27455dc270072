#!/bin/busybox sh
# The agent: runs inside an instance, as its first process. It reads one shell
# command a line and runs it; after the command's output comes an end mark with
# exit code and the uptime before and after, by the clock inside.
# `@ping` is answered at once, `@exit` ends it. $1: the mark, chosen by the host for this instance, so that no output can forge it.
echo "$1 ready"
while IFS= read -r line && [ "$line" != @exit ]; do
  if [ "$line" = @ping ]; then echo "$1 pong"; continue; fi
  read -r before _ </proc/uptime
  (eval "$line") </dev/null
  code=$?
  read -r after _ </proc/uptime
  printf '\n%s %s %s %s\n' "$1" "$code" "$before" "$after"
done
