#!/bin/busybox sh
# First process in the new namespaces: makes the image the root and starts the entry.
# $1: the root; $2: fstab(5) of what is mounted, in order; rest: the entry.
printf '@isotax init\n'
root=$1 fstab=$2
shift 2
# All in one process: each one costs more than a mount.
mount -a -T "$fstab" || exit 125
cd "$root" || exit 125
# With both arguments the same, the old root is stacked below the new: pivot_root(2), NOTES.
pivot_root . . && umount -l . && cd / || exit 125
exec "$@"
