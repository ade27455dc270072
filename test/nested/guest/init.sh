#!/bin/busybox sh
# First process of the nested host, from the initramfs: loads the disks' drivers, mounts the
# two disks, and hands over to guest.sh.
/bin/busybox mount -t proc proc /proc
mount -t devtmpfs dev /dev
mount -t sysfs sys /sys
for module in /modules/*.ko; do insmod "$module"; done
for disk in /sys/block/vd*; do
  read -r serial <"$disk/serial"
  case $serial in
    nested-root) root=/dev/${disk##*/} ;;
    nested-data) data=/dev/${disk##*/} ;;
  esac
done
mount -t ext4 "$root" /root
mkdir -p /root/data
# The kernel would go on to write empty inode tables while isotax measures.
mount -t ext4 -o noinit_itable "$data" /root/data
# busybox finds itself through /proc: from here on it must be named.
for folder in dev sys proc; do /bin/busybox mount --move /$folder /root/$folder; done
exec /bin/busybox switch_root /root /bin/sh /data/guest.sh
