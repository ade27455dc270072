#!/bin/busybox sh
# First process in the new namespaces: makes the image the root and starts the entry.
# $1: root filesystem; $2: folder to be mounted at /scratch, or empty; rest: the entry.
printf '@isotax init\n'
root=$1 scratch=$2
shift 2
cd "$root" || exit 125
# pivot_root(2) wants a mount point; it is mounted read-only, for the image is shared.
mount -o bind "$root" "$root" && mount -o remount,bind,ro "$root" && cd "$root" || exit 125
mount -t proc proc proc || exit 125
mount -o rbind /dev dev || exit 125
[ -z "$scratch" ] || mount -o bind "$scratch" scratch || exit 125
# With both arguments the same, the old root is stacked below the new: pivot_root(2), NOTES.
pivot_root . . && umount -l . && cd / || exit 125
exec "$@"
