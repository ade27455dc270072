#!/bin/sh
# A container by the kernel's own tools, as small as one can be: start-container.sh ROOTFS COMMAND...
# It is the runner that the pull-request gate of .github/workflows compares between two checkouts.
set -eu
root=$1
shift
exec unshare --mount --pid --uts --ipc --net --fork --kill-child --root="$root" -- "$@"
