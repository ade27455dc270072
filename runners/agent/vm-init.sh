#!/bin/busybox sh
# First process of the guest, from the initramfs. Mounts the image's disk, then
# runs the one line that the host has put into the channel, and reports its end.
/bin/busybox mount -t proc proc /proc
mount -t devtmpfs dev /dev
mount -t sysfs sys /sys
for module in /modules/*.ko; do insmod "$module"; done
# The port's node appears before it can be opened: open(2) says ENXIO for a moment. It must be
# opened once only, for the driver drops what has arrived when it is closed; `command` keeps
# the shell alive when the redirection of `exec` fails.
until [ -c "$port" ] && command exec 3<>"$port"; do
  for port in /dev/vport*; do :; done
done 2>/dev/null
printf '@isotax init\n' >&3
for disk in /sys/block/vd*; do
  read -r serial <"$disk/serial"
  case $serial in
    isotax-root) mount -t ext4 -o ro "/dev/${disk##*/}" /root ;;
    isotax-data) data=/dev/${disk##*/} ;;
  esac
done
mount -t proc proc /root/proc
mount --bind /dev /root/dev
mount --bind /sys /root/sys
[ -z "$data" ] || mount -t ext4 "$data" /root/scratch
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C
read -r entry <&3
eval "chroot /root $entry" <&3 >&3 2>/dev/console 3>&-
printf '\n@isotax exit %s\n' "$?" >&3
[ -z "$data" ] || umount /root/scratch
reboot -f
