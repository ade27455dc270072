#!/bin/sh
# A container by the kernel's own tools, as small as one can be: start-container.sh ROOTFS COMMAND...
# It is the runner that the pull-request gate of .github/workflows compares between two checkouts.
set -eu
exec unshare --mount --pid --uts --ipc --net --fork --kill-child -- sh -c '
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  mount -t sysfs sysfs "$1/sys"
  exec chroot "$@"
' sh "$@"
