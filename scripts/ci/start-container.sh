#!/bin/sh
# Starts a minimal container by unshare(1) and chroot(1): start-container.sh ROOTFS COMMAND...
# The pull-request gate of .github/workflows compares this script between two checkouts.
set -eu
exec unshare --mount --pid --uts --ipc --net --fork --kill-child -- sh -c '
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  mount -t sysfs sysfs "$1/sys"
  exec chroot "$@"
' sh "$@"
