#!/bin/sh
# First process on the nested host's own root filesystem: makes it what a Debian server is,
# as far as isotax can tell (control groups v2 alone, /dev/kvm, kernel modules, a user who has
# a delegated control group), then runs isotax as root and as that user. It speaks on the
# console, for the host outside:
#   @nested begin STEP
#   @nested end STEP EXIT-CODE SECONDS
#   @nested done
# What is to be kept lies below /data/results.
set -u
# TARGETS, WORKLOADS: what `isotax run` gets, WORKLOADS empty for its main ones; RUN: yes or no;
# CONTRACT: a pattern of test names, or empty; PARTS: root, user or both.
. /data/settings
export PATH=/opt/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root LC_ALL=C.UTF-8 TERM=dumb NO_COLOR=1

mount -t tmpfs -o mode=755 run /run
mount -t tmpfs -o mode=1777 tmp /tmp
mkdir -p /run/lock /dev/pts /dev/shm /dev/mqueue
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t mqueue mqueue /dev/mqueue
# As systemd mounts it.
mount -t cgroup2 -o nsdelegate,memory_recursiveprot cgroup2 /sys/fs/cgroup
# The root filesystem is made once and has little room; what grows lies on the other disk.
for folder in root home opt var/tmp; do
  mkdir -p "/data/$folder"
  mount --bind "/data/$folder" "/$folder"
done
chmod 1777 /var/tmp
hostname nested
echo '127.0.0.1 localhost nested' >/etc/hosts
ip link set lo up
# systemd's: 1024 soft, 524288 hard.
ulimit -Hn 524288
modprobe --quiet kvm_amd || modprobe --quiet kvm_intel
for module in overlay bridge br_netfilter veth tun vhost_net fuse loop \
  iptable_nat iptable_filter xt_conntrack xt_MASQUERADE xt_addrtype nf_nat \
  nf_tables nft_compat nft_chain_nat nft_ct nft_masq; do
  modprobe --quiet "$module"
done
# As udev does.
chgrp kvm /dev/kvm /dev/vhost-net && chmod 660 /dev/kvm /dev/vhost-net
chmod 666 /dev/fuse /dev/net/tun

results=/data/results
say() { echo "@nested $*"; }

# step NAME FILE COMMAND...: standard output goes to the file; standard error to NAME.log and the console.
step() {
  name=$1 file=$2
  shift 2
  say "begin $name"
  mkdir -p "$(dirname "$results/$name")"
  read -r from _ </proc/uptime
  { "$@" >"$file"; echo $? >/run/exit-code; } 2>&1 | tee "$results/$name.log"
  read -r to _ </proc/uptime
  say "end $name $(cat /run/exit-code) $((${to%.*} - ${from%.*}))"
  # What is written so far is there even if the guest does not live to see the end.
  sync
}

isotax() { node bin/isotax.js "$@"; }

# What a run must not leave behind, whoever made it; empty if all is well.
left_behind() {
  grep isotax- /proc/self/mountinfo
  find /sys/fs/cgroup -type d -name 'isotax-*'
  ps -eo pid,args | grep '[i]sotax-'
  ip -o link | grep -v ': lo:'
  losetup --all
  for home in /root /home/isotax; do
    find $home/.local/state/isotax/ledgers $home/.cache/isotax/work -mindepth 1 -maxdepth 1
  done 2>/dev/null
  return 0
}

user_group=/sys/fs/cgroup/user-1000
# A user as systemd would have one: a delegated control group of v2 (its folder and the files
# that the kernel lists as delegatable), and a session in a group below. cgroups(7), "Delegation".
make_user() {
  echo '+cpuset +cpu +io +memory +pids' >/sys/fs/cgroup/cgroup.subtree_control
  mkdir $user_group
  echo '+cpuset +cpu +io +memory +pids' >$user_group/cgroup.subtree_control
  mkdir $user_group/session
  for group in $user_group $user_group/session; do
    chown isotax: $group
    while read -r file; do
      [ ! -e "$group/$file" ] || chown isotax: "$group/$file"
    done </sys/kernel/cgroup/delegate
  done
  mkdir -p /run/user/1000 $results/user
  chmod 700 /run/user/1000
  chown -R isotax: /home/isotax /run/user/1000 $results/user
}

# as_user COMMAND...
as_user() {
  sh -c 'echo $$ >"$0/session/cgroup.procs" && exec "$@"' $user_group \
    setpriv --reuid=isotax --regid=isotax --init-groups \
    env -i PATH="$PATH" HOME=/home/isotax USER=isotax LOGNAME=isotax XDG_RUNTIME_DIR=/run/user/1000 \
    LC_ALL="$LC_ALL" TERM=dumb NO_COLOR=1 "$@"
}

about() {
  uname -a
  grep -m 2 -E '^(model name|flags)' /proc/cpuinfo
  cat /proc/cmdline /sys/fs/cgroup/cgroup.controllers
  ls -l /dev/kvm
  lsmod
  dpkg-query --show
}

smoke() { # PART COMMAND...
  part=$1
  shift
  step "$part/doctor" "$results/$part/doctor.json" "$@" doctor --json --targets "$TARGETS"
  step "$part/run" "$results/$part/run.txt" "$@" run --profile smoke --targets "$TARGETS" \
    ${WORKLOADS:+--workloads "$WORKLOADS"} --no-install --no-open --out "$results/$part/run"
  late=$(node --import tsx test/nested/late.ts "$results/$part/run")
  # With more time for each, which a guest in a guest in an emulated host may need.
  # shellcheck disable=SC2086 # They are several words.
  [ -z "$late" ] || step "$part/again" "$results/$part/again.txt" "$@" run --profile thorough --rounds 1 $late \
    --no-install --no-open --out "$results/$part/again"
  step "$part/left-behind" "$results/$part/left-behind.txt" left_behind
}

user_isotax() { as_user node bin/isotax.js "$@"; }

# Progress is wanted on the console: it goes where standard error goes.
aloud() { "$@" >&2; }

contract() { # PART [COMMAND that takes another, and runs it as somebody else]
  part=$1
  shift
  folder=$results/$part/contract
  mkdir -p "$folder"
  # Vitest's cache and its compiled configuration lie among the modules.
  mkdir -p node_modules/.vite node_modules/.vite-temp
  [ "$part" = root ] || chown -R isotax: "$folder" node_modules/.vite node_modules/.vite-temp
  # One file at a time: an emulated host has no CPU to spare.
  step "$part/contract/tests" /dev/null aloud "$@" \
    env VITEST_MAX_WORKERS=1 node node_modules/vitest/vitest.mjs run test/contract -t "$CONTRACT" \
    --testTimeout=600000 --hookTimeout=900000 \
    --reporter=verbose --reporter=json --outputFile.json="$folder/tests.json"
  step "$part/contract/left-behind" "$folder/left-behind.txt" left_behind
}

cd /opt/isotax || exit
step about "$results/about.txt" about
case $PARTS in
  *root*)
    [ "$RUN" = no ] || smoke root isotax
    [ -z "$CONTRACT" ] || contract root
    ;;
esac
case $PARTS in
  *user*)
    make_user
    [ "$RUN" = no ] || smoke user user_isotax
    [ -z "$CONTRACT" ] || contract user as_user
    ;;
esac
dmesg >$results/dmesg.txt
find $results -name '*.log' -empty -delete
say done
sync
busybox poweroff -f
