/*
 * A link with a delay: two network devices (taps), and between them a relay that holds each frame
 * back: relay DELAY_US NAMESPACE DEVICE NAMESPACE DEVICE
 *
 * The delay is that of one way, in microseconds; a namespace is a path, such as /proc/1/ns/net. The
 * relay makes the devices. They vanish with it. Once they are there it prints "ready".
 *
 * A line on standard input is answered with the number of frames that found no room. The end of
 * standard input ends the relay. Frames keep their order. A frame is whole: the devices merge and
 * split none, and the kernel computes each checksum. TCP ends at the hosts, not here, so it starts
 * slowly, as over a long cable.
 *
 * Sources: the kernel's Documentation/networking/tuntap.rst; netdevice(7), setns(2), ppoll(2).
 */
#include "../primitives/sys.h"

enum { FAILED = 125 };
enum { CLONE_NEWNET = 0x40000000, TUNSETIFF = 0x400454ca, IFF_TAP = 2, IFF_NO_PI = 0x1000 };
enum { PR_SET_TIMERSLACK = 29 };
enum { POLLIN = 1, POLLERR = 8, POLLHUP = 16, POLLNVAL = 32 };
/* A full Ethernet frame, and some room to see that one is longer. */
enum { LONGEST = 1518, ROOM = 1520 };
/* 12.6 MB for each way: twice what 50 ms at 1000 Mbit/s need. A power of two. */
enum { SLOTS = 8192 };
/* Read at once, so that neither way has to wait long for the other. */
enum { AT_ONCE = 64 };

struct slot {
  u64 due, length;
  unsigned char frame[ROOM];
};

struct way {
  long from, to;
  u64 first, next, dropped;
  struct slot slots[SLOTS];
};

/* struct ifreq: netdevice(7). */
struct request {
  char name[16];
  short flags;
  char rest[22];
};

struct poll {
  int file;
  short wanted, seen;
};

static const char TUN[] = "/dev/net/tun";
static struct way there, back;
static u64 delay;

static u64 now(void) {
  long time[2];
  sys(SYS_clock_gettime, 1, (word)time, 0, 0, 0);
  return (u64)time[0] * 1000000000ULL + (u64)time[1];
}

static long must(const char *what, long result, const char *about) {
  if (result < 0) fail(FAILED, what, result, about);
  return result;
}

static long opened(const char *path, word how) {
  long file = sys(SYS_openat, (word)AT_FDCWD, (word)path, how | O_CLOEXEC, 0, 0);
  return must("open", file, path);
}

/* A device in a network namespace, and its file. Reading never waits. */
static long device_in(const char *namespace, const char *name) {
  struct request request;
  long file = opened(namespace, O_RDONLY);
  must("setns", sys(SYS_setns, (word)file, CLONE_NEWNET, 0, 0, 0), namespace);
  sys(SYS_close, (word)file, 0, 0, 0, 0);
  file = opened(TUN, O_RDWR | O_NONBLOCK);
  memset(&request, 0, sizeof request);
  if (length_of(name) >= sizeof request.name) fail(FAILED, "device", -EINVAL, name);
  append(request.name, name);
  request.flags = IFF_TAP | IFF_NO_PI;
  must("TUNSETIFF", sys(SYS_ioctl, (word)file, TUNSETIFF, (word)&request, 0, 0), name);
  return file;
}

/* Hands on what is due. A frame that the other end cannot take is lost, as on a cable. */
static void hand_on(struct way *way, u64 time) {
  for (; way->first != way->next; way->first++) {
    struct slot *slot = &way->slots[way->first % SLOTS];
    if (slot->due > time) return;
    if (sys(SYS_write, (word)way->to, (word)slot->frame, (word)slot->length, 0, 0) < 0) {
      way->dropped++;
    }
  }
}

/* Takes in what has arrived. It is due when it has been under way for the delay. */
static void take_in(struct way *way, u64 time) {
  static struct slot unwanted;
  int count;
  for (count = 0; count < AT_ONCE; count++) {
    int is_full = way->next - way->first == SLOTS;
    struct slot *slot = is_full ? &unwanted : &way->slots[way->next % SLOTS];
    long length = sys(SYS_read, (word)way->from, (word)slot->frame, ROOM, 0, 0);
    if (length == -EAGAIN || length == -EINTR) return;
    must("read", length, TUN);
    if (is_full || length > LONGEST) {
      way->dropped++;
      continue;
    }
    slot->due = time + delay;
    slot->length = (u64)length;
    way->next++;
  }
}

static u64 next_due(const struct way *way) {
  return way->first == way->next ? (u64)-1 : way->slots[way->first % SLOTS].due;
}

/* Answers each line; ends with who asks. */
static void answer(void) {
  char asked[64], line[32];
  long got = sys(SYS_read, 0, (word)asked, sizeof asked, 0, 0);
  long at;
  if (got <= 0 && got != -EINTR) quit(0);
  for (at = 0; at < got; at++) {
    char *to = append_number(line, there.dropped + back.dropped);
    if (asked[at] != '\n') continue;
    *to++ = '\n';
    sys(SYS_write, STDOUT, (word)line, (word)(to - line), 0, 0);
  }
}

/* Sleeps until a frame is due or arrives; without any, for ever. */
static void wait(struct poll *files, u64 time) {
  u64 due = next_due(&there) < next_due(&back) ? next_due(&there) : next_due(&back);
  u64 left = due > time ? due - time : 0;
  long span[2];
  long seen;
  span[0] = (long)(left / 1000000000ULL);
  span[1] = (long)(left % 1000000000ULL);
  seen = sys(SYS_ppoll, (word)files, 3, due == (u64)-1 ? 0 : (word)span, 0, 0);
  if (seen < 0 && seen != -EINTR) fail(FAILED, "ppoll", seen, 0);
  /* Nothing was filled in where it was interrupted. */
  if (seen <= 0) files[0].seen = files[1].seen = files[2].seen = 0;
}

/* `stack`: the number of arguments, the arguments, a null. */
void begin(word *stack) {
  char **words = (char **)(stack + 1);
  struct poll files[3];
  if (stack[0] != 6) fail(FAILED, "relay", -EINVAL, "DELAY_US NAMESPACE DEVICE NAMESPACE DEVICE");
  delay = number_of(words[1]) * 1000;
  there.from = back.to = device_in(words[2], words[3]);
  there.to = back.from = device_in(words[4], words[5]);
  /* A cable waits for no program. A kernel that refuses this makes it less exact, and no more. */
  sys(SYS_setpriority, 0, 0, (word)-20, 0, 0);
  sys(SYS_prctl, PR_SET_TIMERSLACK, 1, 0, 0, 0);
  memset(files, 0, sizeof files);
  files[1].file = (int)there.from;
  files[2].file = (int)back.from;
  files[0].wanted = files[1].wanted = files[2].wanted = POLLIN;
  sys(SYS_write, STDOUT, (word)"ready\n", 6, 0, 0);
  for (;;) {
    u64 time = now();
    hand_on(&there, time);
    hand_on(&back, time);
    wait(files, time);
    if ((files[1].seen | files[2].seen) & (POLLERR | POLLHUP | POLLNVAL)) {
      fail(FAILED, "poll", -ENODEV, TUN);
    }
    if (files[0].seen != 0) answer();
    time = now();
    if (files[1].seen != 0) take_in(&there, time);
    if (files[2].seen != 0) take_in(&back, time);
  }
}
