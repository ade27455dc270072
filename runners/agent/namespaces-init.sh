#!/bin/busybox sh
# First process in the new namespaces: makes the image the root and starts the entry.
# $1: root filesystem; $2: folder to be mounted at /scratch, or empty; $3: what to mount at
# /sys/fs/cgroup: "2" for cgroup v2, the hierarchies of v1 by their controllers
# ("cpuset memory pids"), or nothing; rest: the entry.
printf '@isotax init\n'
root=$1 scratch=$2 cgroups=$3
shift 3
cd "$root" || exit 125
# pivot_root(2) wants a mount point; it is mounted read-only, for the image is shared.
mount -o bind "$root" "$root" || exit 125
# An unprivileged user may not drop the flags of the filesystem below.
mount -o remount,bind,ro "$root" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$root" || exit 125
cd "$root" || exit 125
mount -t proc proc proc || exit 125
mount -o rbind /dev dev || exit 125
# A runtime sizes itself by what it finds here: without them Node.js takes the host's whole memory
# for its own, gives itself a larger heap, and runs some work faster than where it knows its limit.
mount -t sysfs sysfs sys 2>/dev/null || mount -o rbind /sys sys || exit 125
case $cgroups in
  '') ;;
  2) mount -t cgroup2 cgroup2 sys/fs/cgroup || exit 125 ;;
  *)
    mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup || exit 125
    for controllers in $cgroups; do
      mkdir "sys/fs/cgroup/$controllers" || exit 125
      mount -t cgroup -o "$controllers" cgroup "sys/fs/cgroup/$controllers" || exit 125
    done
    ;;
esac
[ -z "$scratch" ] || mount -o bind "$scratch" scratch || exit 125
# With both arguments the same, the old root is stacked below the new: pivot_root(2), NOTES.
pivot_root . . && umount -l . && cd / || exit 125
exec "$@"
