#!/bin/busybox sh
# First process of the guest, from the initramfs; or, in a whole distribution, a service.
# Mounts the image's disk, then runs the one line that the host has put into the channel, and
# reports its end.
# Words of the kernel's command line say what cannot be found out: isotax.channel=ttyS0 (a serial
# line; else a virtio port), isotax.root=sda and isotax.data=sdb (else disks by their serials), or
# isotax.root=LABEL=name where names are given out in no certain order; isotax.rw has the root mounted
# for writing; isotax.snapshot asks for a mark when all is ready for the line.
if [ $$ = 1 ]; then
  at=/root
  /bin/busybox mount -t proc proc /proc
  mount -t devtmpfs dev /dev
  mount -t sysfs sys /sys
  set -- /sys/bus/pci/devices/*
  for module in /modules/*.ko; do
    # Loading one takes milliseconds: a machine without PCI is spared its drivers.
    case $module in *_pci*) [ -e "$1" ] || continue ;; esac
    [ ! -e "$module" ] || insmod "$module"
  done
else
  at=/mnt
fi
read -r cmdline </proc/cmdline
for word in $cmdline; do
  case $word in
    isotax.channel=*) channel=/dev/${word#*=} ;;
    isotax.root=*) root=/dev/${word#*=} ;;
    isotax.data=*) data=/dev/${word#*=} ;;
    isotax.snapshot) snapshot=yes ;;
    isotax.rw) access=rw ;;
  esac
done
if [ -n "$channel" ]; then
  # What is written is to come out as it is, and nothing that comes in is to be echoed. At the
  # default of 9600 baud a UART waits 4 ms before it tells of a few bytes that have come in; a
  # line that is no UART has no speed, which is fine.
  stty -F "$channel" 115200 raw -echo 2>/dev/null
  exec 3<>"$channel"
else
  # The port's node appears before it can be opened: open(2) says ENXIO for a moment. It must be
  # opened once only, for the driver drops what has arrived when it is closed; `command` keeps
  # the shell alive when the redirection of `exec` fails.
  until [ -c "$port" ] && command exec 3<>"$port"; do
    for port in /dev/vport*; do :; done
  done 2>/dev/null
fi
read -r uptime _ </proc/uptime
printf '@isotax init %s\n' "$uptime" >&3
for disk in /sys/block/vd*; do
  read -r serial <"$disk/serial"
  case $serial in
    isotax-root) root=/dev/${disk##*/} ;;
    isotax-layer) root=/dev/${disk##*/} access=rw ;;
    isotax-data) data=/dev/${disk##*/} ;;
  esac
done 2>/dev/null
# The disks of a bus that is scanned in the background may be late.
labelled() { until findfs "${1#/dev/}"; do sleep 0.01; done 2>/dev/null; }
case $root in *LABEL=*) root=$(labelled "$root") ;; esac
case $data in *LABEL=*) data=$(labelled "$data") ;; esac
mount -t ext4 -o "${access:-ro}" "$root" $at
mount -t proc proc $at/proc
mount --bind /dev $at/dev
mount --bind /sys $at/sys
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C
# A snapshot is taken while the guest waits here: the volume may be another when it goes on.
[ -z "$snapshot" ] || printf '@isotax waiting\n' >&3
read -r entry <&3
[ -z "$data" ] || mount -t ext4 "$data" $at/scratch
eval "chroot $at $entry" <&3 >&3 2>/dev/console 3>&-
printf '\n@isotax exit %s\n' "$?" >&3
[ -z "$data" ] || umount $at/scratch
if [ $$ = 1 ]; then reboot -f; else systemctl poweroff; fi
