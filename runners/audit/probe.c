/*
 * Asks what can be reached from where it runs, and does nothing with it:
 * probe try GROUP TOKEN [NAME=VALUE...]
 *
 * It looks for canaries: things on the host that a run has made, which have the run's token in them,
 * and which nothing else uses. It asks the kernel for what would change the host, in ways that change
 * nothing: a file is opened and not written, a value is written that was there already, a signal is
 * signal 0, a call has an argument that is refused after the permission was checked. It makes
 * canaries of its own, waits a little so that the host can look for them, and removes them.
 *
 * It prints a line for each check, "CHECK OUTCOME NUMBER":
 *   refused ERRNO   the kernel, or what stands for it, said no
 *   killed SIGNAL   the process was ended for it
 *   absent ERRNO    it was allowed, and there is nothing of the host's
 *   found 0         a canary of the host's was read
 *   did 0           it was done; whose it is, another look must say
 * and before that "namespace NAME ID" for each namespace it is in.
 *
 * probe witness TOKEN KEY FILE is the host's side. It makes the canaries that are no files, prints
 * "NAME VALUE" for each that `try` must be told of, then "ready", and keeps them until it is ended. A
 * child in a session of its own waits for that, and removes what would outlive them.
 *
 * Sources: the manual pages of the calls, section 2; proc(5); cgroups(7); keyrings(7); packet(7);
 * loop(4). That a permission is checked before an argument is as in the kernel's kernel/module,
 * kernel/kexec.c, kernel/reboot.c, mm/swapfile.c and kernel/acct.c.
 */
#include "../primitives/sys.h"

#if defined(__x86_64__)
enum {
  SYS_shmget = 29, SYS_shmat = 30, SYS_shmctl = 31, SYS_getpid = 39, SYS_socket = 41,
  SYS_connect = 42, SYS_bind = 49, SYS_listen = 50, SYS_getsockname = 51, SYS_kill = 62,
  SYS_uname = 63, SYS_ptrace = 101, SYS_syslog = 103, SYS_setsid = 112, SYS_adjtimex = 159,
  SYS_acct = 163, SYS_swapon = 167, SYS_reboot = 169, SYS_ioperm = 173, SYS_getdents64 = 217,
  SYS_mq_open = 240, SYS_mq_unlink = 241, SYS_kexec_load = 246, SYS_add_key = 248,
  SYS_keyctl = 250, SYS_mknodat = 259, SYS_readlinkat = 267, SYS_accept4 = 288, SYS_pipe2 = 293,
  SYS_perf_event_open = 298, SYS_finit_module = 313, SYS_bpf = 321, SYS_userfaultfd = 323,
  SYS_io_uring_setup = 425
};
#elif defined(__aarch64__)
enum {
  SYS_mknodat = 33, SYS_pipe2 = 59, SYS_getdents64 = 61, SYS_readlinkat = 78, SYS_acct = 89,
  SYS_kexec_load = 104, SYS_syslog = 116, SYS_ptrace = 117, SYS_kill = 129, SYS_reboot = 142,
  SYS_setsid = 157, SYS_uname = 160, SYS_adjtimex = 171, SYS_getpid = 172, SYS_mq_open = 180,
  SYS_mq_unlink = 181, SYS_shmget = 194, SYS_shmctl = 195, SYS_shmat = 196, SYS_socket = 198,
  SYS_bind = 200, SYS_listen = 201, SYS_connect = 203, SYS_getsockname = 204, SYS_add_key = 217,
  SYS_keyctl = 219, SYS_swapon = 224, SYS_perf_event_open = 241, SYS_accept4 = 242,
  SYS_finit_module = 273, SYS_bpf = 280, SYS_userfaultfd = 282, SYS_io_uring_setup = 425
};
#endif

enum { FAILED = 125 };
enum { ESRCH = 3, ENXIO = 6, EBADF = 9, EACCES = 13, ENOTDIR = 20 };
enum { ENOKEY = 126, ENETUNREACH = 101, ECONNREFUSED = 111 };
enum { O_CREAT = 0100, O_EXCL = 0200 };
enum { MNT_DETACH = 2, PR_SET_NAME = 15, S_IFCHR = 0020000, S_IFBLK = 0060000 };
enum { IPC_CREAT = 01000, IPC_EXCL = 02000, IPC_RMID = 0, SHM_RDONLY = 010000 };
enum { AF_UNIX = 1, AF_INET = 2, AF_PACKET = 17, SOCK_STREAM = 1, SOCK_DGRAM = 2 };
enum { SOCK_CLOEXEC = 02000000, SOCK_NONBLOCK = 04000, POLLIN = 1 };
enum { KEYCTL_UNLINK = 9, KEYCTL_SEARCH = 10, KEYCTL_READ = 11, KEYCTL_SET_TIMEOUT = 15 };
enum { LOOP_SET_FD = 0x4C00, LOOP_SET_STATUS64 = 0x4C04, LOOP_CTL_GET_FREE = 0x4C82 };
enum { LOOP_READ_ONLY = 1, LOOP_AUTOCLEAR = 4, LOOP_MAJOR = 7 };
enum { TOKEN = 16, NAME = 15, PATH = 256, PTRACE_SEIZE = 0x4206, ADJ_TICK = 0x4000 };
enum { SYSLOG_READ_ALL = 3, PERF_SOFTWARE = 1, PERF_CLOEXEC = 8, BPF_MAP_CREATE = 0 };
enum { BPF_ARRAY = 2, WORDS = 16, LINGER_MS = 500, SNIFF_MS = 300, BEAT_MS = 20, KEY_SECONDS = 300 };
#define USER_KEYRING ((word)-4)

/* What a try returns, besides a negative errno and 0 for what was done. */
enum { FOUND = 1 << 20, ABSENT = 1 << 21 };

static const char *token;
static char **given;

/* Whether a text of the token's length is the token. */
static int is_token(const char *text) {
  int at;
  for (at = 0; at < TOKEN; at++) if (text[at] != token[at]) return 0;
  return 1;
}

static int has_token(const char *text, long length) {
  long at;
  for (at = 0; at + TOKEN <= length; at++) if (is_token(text + at)) return 1;
  return 0;
}

static int same(const char *one, const char *other) {
  while (*one != 0 && *one == *other) one++, other++;
  return *one == *other;
}

/* The value of a word NAME=VALUE; 0 if it was not given. */
static const char *value_of(const char *name) {
  char **each;
  word length = length_of(name);
  for (each = given; *each != 0; each++) {
    word at = 0;
    while (at < length && (*each)[at] == name[at]) at++;
    if (at == length && (*each)[at] == '=') return *each + length + 1;
  }
  return 0;
}

/* FOLDER "/isotax-canary-" TOKEN SUFFIX */
static const char *canary(char *path, const char *folder, const char *suffix) {
  char *to = append(append(append(append(path, folder), "/isotax-canary-"), token), suffix);
  *to = 0;
  return path;
}

static const char *numbered(char *path, const char *before, u64 number, const char *after) {
  char *to = append(append_number(append(path, before), number), after);
  *to = 0;
  return path;
}

static long opening(const char *path, word how) {
  return sys(SYS_openat, (word)AT_FDCWD, (word)path, how | O_CLOEXEC | O_NONBLOCK, 0600, 0);
}

static void closing(long file) {
  sys(SYS_close, (word)file, 0, 0, 0, 0);
}

static long reading(const char *path, char *to, word room) {
  long file = opening(path, O_RDONLY);
  long got;
  if (file < 0) return file;
  got = sys(SYS_read, (word)file, (word)to, room, 0, 0);
  closing(file);
  return got;
}

/* A name that is not there was looked for, and allowed to be. */
static long found_or(long result) {
  return result == -ENOENT || result == -ENOTDIR ? ABSENT : result;
}

static long pause_ms(u64 ms) {
  long span[2];
  span[0] = (long)(ms / 1000);
  span[1] = (long)(ms % 1000 * 1000000);
  return sys(SYS_nanosleep, (word)span, 0, 0, 0, 0);
}

/* The name of a task, by which others know it: WHO and the token, as far as a name goes. */
static const char *task_name(char *name, char who) {
  int at;
  name[0] = who;
  for (at = 1; at < NAME; at++) name[at] = token[at - 1];
  name[NAME] = 0;
  return name;
}

/* Calls `look` with each number in /proc until one is found. Returns the best of all answers. */
static long each_process(long (*look)(u64 pid)) {
  static char entries[1 << 15];
  long folder = opening("/proc", O_RDONLY);
  long best = ABSENT, got;
  if (folder < 0) return found_or(folder);
  while ((got = sys(SYS_getdents64, (word)folder, (word)entries, sizeof entries, 0, 0)) > 0) {
    long at = 0;
    while (at < got) {
      const char *entry = entries + at;
      /* struct linux_dirent64: inode, offset, length, type, name. */
      const char *name = entry + 19;
      at += *(const unsigned short *)(entry + 16);
      if (*name >= '1' && *name <= '9') {
        long answer = look(number_of(name));
        if (answer == FOUND) best = FOUND;
        else if (answer < 0 && best == ABSENT) best = answer;
      }
    }
  }
  closing(folder);
  return best;
}

/* ---- files ---- */

static long reads_canary(const char *path) {
  char got[TOKEN];
  long count = reading(path, got, sizeof got);
  if (count < 0) return found_or(count);
  return count == TOKEN && is_token(got) ? FOUND : ABSENT;
}

static long canary_in(const char *folder) {
  char path[PATH];
  return reads_canary(canary(path, folder, ""));
}

static long etc(void) { return canary_in("/etc"); }
static long temporary(void) { return canary_in("/tmp"); }
static long run_folder(void) { return canary_in("/run"); }
static long parents(void) { return canary_in("/../../../../../../../../../../../../../../etc"); }
static long first_root(void) { return canary_in("/proc/1/root/etc"); }

static long root_of(u64 pid) {
  char folder[PATH];
  return canary_in(numbered(folder, "/proc/", pid, "/root/etc"));
}
static long process_roots(void) { return each_process(root_of); }

/* The working directory, and descriptors that whoever started it has left open. */
static long descriptors(void) {
  char path[PATH];
  char got[TOKEN];
  long from;
  canary(path, "../../../../../../../../../../../../etc", "");
  for (from = -1; from < 256; from++) {
    word folder = (word)(from < 0 ? AT_FDCWD : from);
    long file = sys(SYS_openat, folder, (word)path, O_RDONLY | O_CLOEXEC, 0, 0);
    long count;
    if (file < 0) continue;
    count = sys(SYS_read, (word)file, (word)got, sizeof got, 0, 0);
    closing(file);
    if (count == TOKEN && is_token(got)) return FOUND;
  }
  return ABSENT;
}

/* Places in which it may make something, the first that lets it. */
static const char *const PLACES[] = { "/var/tmp", "/tmp", "/run", 0 };

static long leaves_file(void) {
  char path[PATH];
  const char *const *place;
  long result = -ENOENT;
  for (place = PLACES; *place != 0; place++) {
    long file = opening(canary(path, *place, "-in"), O_WRONLY | O_CREAT | O_EXCL);
    if (file >= 0) {
      long wrote = sys(SYS_write, (word)file, (word)token, TOKEN, 0, 0);
      closing(file);
      return wrote < 0 ? wrote : 0;
    }
    result = file;
  }
  return result;
}

static long mounts(void) {
  char path[PATH], name[PATH];
  const char *const *place;
  long result = -ENOENT;
  *append(append(name, "isotax-"), token) = 0;
  for (place = PLACES; *place != 0; place++) {
    canary(path, *place, "-dir");
    result = sys(SYS_mkdirat, (word)AT_FDCWD, (word)path, 0700, 0, 0);
    if (result < 0) continue;
    result = sys(SYS_mount, (word)name, (word)path, (word)"tmpfs", 0, 0);
    return result < 0 ? result : 0;
  }
  return result;
}

/* Opens a device node that it makes. Reads a block device's first bytes. */
static long device(word kind, u64 major, u64 minor) {
  char path[PATH], got[TOKEN];
  const char *const *place;
  u64 number = (minor & 0xff) | major << 8 | (minor & ~0xffULL) << 12;
  long result = -ENOENT;
  for (place = PLACES; *place != 0; place++) {
    long file, count = 0;
    canary(path, *place, "-node");
    result = sys(SYS_mknodat, (word)AT_FDCWD, (word)path, kind | 0600, (word)number, 0);
    if (result < 0) continue;
    file = opening(path, O_RDONLY);
    sys(SYS_unlinkat, (word)AT_FDCWD, (word)path, 0, 0, 0);
    if (file >= 0 && kind == S_IFBLK) {
      count = sys(SYS_read, (word)file, (word)got, sizeof got, 0, 0);
    }
    if (file >= 0) closing(file);
    if (file == -ENXIO || file == -ENODEV) return ABSENT;
    if (file >= 0 && kind == S_IFCHR) return 0;
    if (file >= 0) return count == TOKEN && is_token(got) ? FOUND : ABSENT;
    /* The place may be one where no device may be opened. */
    result = file;
  }
  return result;
}

static long block_device(void) {
  const char *minor = value_of("loop");
  return minor == 0 ? -ENOSYS : device(S_IFBLK, LOOP_MAJOR, number_of(minor));
}
static long memory_device(void) { return device(S_IFCHR, 1, 1); }
static long port_device(void) { return device(S_IFCHR, 1, 4); }

/* ---- kernel ---- */

/* The host looks for the name of this task. */
static long tasks(void) { return 0; }

/* Writes to a file of /proc/sys what is in it already. */
static long rewrites(const char *path) {
  char was[256];
  long length = reading(path, was, sizeof was);
  long file, result;
  if (length < 0) return found_or(length);
  file = opening(path, O_WRONLY);
  if (file < 0) return file;
  result = sys(SYS_write, (word)file, (word)was, (word)length, 0, 0);
  closing(file);
  return result < 0 ? result : 0;
}

static long sysctl_kernel(void) { return rewrites("/proc/sys/kernel/panic"); }
static long sysctl_vm(void) { return rewrites("/proc/sys/vm/swappiness"); }
static long sysctl_fs(void) { return rewrites("/proc/sys/fs/pipe-max-size"); }
static long sysctl_net(void) { return rewrites("/proc/sys/net/ipv4/ip_default_ttl"); }

static long opens_to_write(const char *path) {
  long file = opening(path, O_WRONLY);
  if (file < 0) return found_or(file);
  closing(file);
  return 0;
}

static long sysrq(void) { return opens_to_write("/proc/sysrq-trigger"); }
static long core_pattern(void) { return opens_to_write("/proc/sys/kernel/core_pattern"); }
static long modprobe(void) { return opens_to_write("/proc/sys/kernel/modprobe"); }

/* A hierarchy of version 1 has one at its root. */
static long release_agent(void) {
  static const char *const AT[] = {
    "", "/memory", "/cpu,cpuacct", "/cpu", "/cpuacct", "/cpuset", "/devices", "/freezer", "/pids",
    "/blkio", "/net_cls", "/net_cls,net_prio", "/perf_event", "/hugetlb", "/rdma", "/misc",
    "/systemd", 0
  };
  const char *const *at;
  long best = ABSENT;
  for (at = AT; *at != 0; at++) {
    char path[PATH];
    long result;
    *append(append(append(path, "/sys/fs/cgroup"), *at), "/release_agent") = 0;
    result = opens_to_write(path);
    if (result == 0) return 0;
    if (result != ABSENT) best = result;
  }
  return best;
}

static long hostname(void) {
  /* struct utsname: six texts of 65 bytes. */
  char names[6][65];
  long result = sys(SYS_uname, (word)names, 0, 0, 0, 0);
  if (result < 0) return result;
  return sys(SYS_sethostname, (word)names[1], length_of(names[1]), 0, 0, 0);
}

/* Sets the length of a tick to what it is. */
static long clock(void) {
  /* struct timex: the first member is what to set. 0: only read. */
  union { unsigned int modes; long room[48]; } now;
  long result;
  memset(&now, 0, sizeof now);
  result = sys(SYS_adjtimex, (word)&now, 0, 0, 0, 0);
  if (result < 0) return result;
  now.modes = ADJ_TICK;
  result = sys(SYS_adjtimex, (word)&now, 0, 0, 0, 0);
  return result < 0 ? result : 0;
}

static long kernel_log(void) {
  char got[256];
  long result = sys(SYS_syslog, SYSLOG_READ_ALL, (word)got, sizeof got, 0, 0);
  return result < 0 ? result : 0;
}

/* The error that comes only after the permission was given. */
static long done_if(long result, long error) {
  return result == -error || result >= 0 ? 0 : result;
}

static long modules(void) {
  return done_if(sys(SYS_finit_module, (word)-1, (word)"", 0, 0, 0), EBADF);
}
static long kexec(void) {
  return done_if(sys(SYS_kexec_load, 0, 0, 0, 0x8000, 0), EINVAL);
}
static long reboots(void) { return done_if(sys(SYS_reboot, 0, 0, 0, 0, 0), EINVAL); }
static long swap(void) {
  char path[PATH];
  return done_if(sys(SYS_swapon, (word)canary(path, "/dev/null", ""), 0, 0, 0, 0), ENOTDIR);
}
static long accounting(void) {
  char path[PATH];
  return done_if(sys(SYS_acct, (word)canary(path, "/dev/null", ""), 0, 0, 0, 0), ENOTDIR);
}

static long kept_open(long file) {
  if (file < 0) return file;
  closing(file);
  return 0;
}

static long bpf(void) {
  unsigned int map[32];
  memset(map, 0, sizeof map);
  map[0] = BPF_ARRAY;
  map[1] = 4;
  map[2] = 8;
  map[3] = 1;
  return kept_open(sys(SYS_bpf, BPF_MAP_CREATE, (word)map, sizeof map, 0, 0));
}

static long perf_events(void) {
  unsigned int event[16];
  memset(event, 0, sizeof event);
  event[0] = PERF_SOFTWARE;
  event[1] = sizeof event;
  return kept_open(
    sys(SYS_perf_event_open, (word)event, (word)-1, 0, (word)-1, PERF_CLOEXEC)
  );
}

static long userfaultfd(void) {
  return kept_open(sys(SYS_userfaultfd, O_CLOEXEC, 0, 0, 0, 0));
}

static long io_uring(void) {
  unsigned int room[30];
  memset(room, 0, sizeof room);
  return kept_open(sys(SYS_io_uring_setup, 1, (word)room, 0, 0, 0));
}

static const char *key_name(char *name) {
  *append(append(name, "isotax-"), token) = 0;
  return name;
}

static long keyrings(void) {
  char name[PATH], got[TOKEN];
  long key = sys(SYS_keyctl, KEYCTL_SEARCH, USER_KEYRING, (word)"user", (word)key_name(name), 0);
  long count;
  if (key == -ENOKEY) return ABSENT;
  if (key < 0) return key;
  count = sys(SYS_keyctl, KEYCTL_READ, (word)key, (word)got, sizeof got, 0);
  return count == TOKEN && is_token(got) ? FOUND : count < 0 ? count : ABSENT;
}

static long io_ports(void) {
#if defined(__x86_64__)
  return sys(SYS_ioperm, 0x80, 1, 1, 0, 0);
#else
  return -ENOSYS;
#endif
}

/* ---- others ---- */

static int is_witness(u64 pid) {
  char path[PATH], name[NAME + 1], got[NAME + 1];
  long count = reading(numbered(path, "/proc/", pid, "/comm"), got, sizeof got);
  if (count != NAME + 1 || got[NAME] != '\n') return 0;
  got[NAME] = 0;
  return same(got, task_name(name, 'w'));
}

static long witness_at(u64 pid) { return is_witness(pid) ? FOUND : ABSENT; }
static long processes(void) { return each_process(witness_at); }

static u64 witness_pid(void) {
  const char *pid = value_of("pid");
  return pid == 0 ? 0 : number_of(pid);
}

static long signals(void) {
  long result = sys(SYS_kill, (word)witness_pid(), 0, 0, 0, 0);
  if (result == -ESRCH) return ABSENT;
  if (result < 0) return result;
  return witness_at(witness_pid());
}

static long traces(void) {
  long result;
  if (!is_witness(witness_pid())) return ABSENT;
  /* It is let go of when this process ends. */
  result = sys(SYS_ptrace, PTRACE_SEIZE, (word)witness_pid(), 0, 0, 0);
  return result < 0 ? result : FOUND;
}

static long environment(void) {
  char path[PATH], got[1024];
  long count = reading(numbered(path, "/proc/", witness_pid(), "/environ"), got, sizeof got);
  if (count < 0) return found_or(count);
  return has_token(got, count) ? FOUND : ABSENT;
}

static long system_v(void) {
  const char *key = value_of("key");
  long segment, at;
  if (key == 0) return -ENOSYS;
  segment = sys(SYS_shmget, (word)number_of(key), 0, 0, 0, 0);
  if (segment < 0) return found_or(segment);
  at = sys(SYS_shmat, (word)segment, 0, SHM_RDONLY, 0, 0);
  if (at < 0 && at > -4096) return at;
  return is_token((const char *)at) ? FOUND : ABSENT;
}

static long queues(void) {
  char name[PATH];
  long queue = sys(SYS_mq_open, (word)key_name(name), O_RDONLY, 0, 0, 0);
  if (queue < 0) return found_or(queue);
  closing(queue);
  return FOUND;
}

static long shared_memory(void) { return canary_in("/dev/shm"); }

struct address_unix {
  unsigned short family;
  char path[108];
};
struct address_internet {
  unsigned short family, port;
  unsigned char address[4], rest[8];
};

/* The length of an address whose path is given. An abstract one begins with a byte of 0. */
static word unix_address(struct address_unix *to, const char *path, int is_abstract) {
  memset(to, 0, sizeof *to);
  to->family = AF_UNIX;
  append(to->path + is_abstract, path);
  return 2 + (word)is_abstract + length_of(path);
}

static void loopback_address(struct address_internet *to, u64 port) {
  memset(to, 0, sizeof *to);
  to->family = AF_INET;
  to->port = (unsigned short)((port & 0xff) << 8 | port >> 8);
  to->address[0] = 127;
  to->address[3] = 1;
}

/* Connects, and reads what the host's side says at once. */
static long answered(word family, const void *address, word length) {
  char got[TOKEN];
  long peer = sys(SYS_socket, family, SOCK_STREAM | SOCK_CLOEXEC, 0, 0, 0);
  long result;
  if (peer < 0) return peer;
  result = sys(SYS_connect, (word)peer, (word)address, length, 0, 0);
  if (result == -ECONNREFUSED || result == -ENETUNREACH) result = -ENOENT;
  if (result >= 0) {
    long count = sys(SYS_read, (word)peer, (word)got, sizeof got, 0, 0);
    result = count == TOKEN && is_token(got) ? FOUND : ABSENT;
  }
  closing(peer);
  return found_or(result);
}

static long abstract_socket(void) {
  struct address_unix at;
  char name[PATH];
  word length = unix_address(&at, key_name(name), 1);
  return answered(AF_UNIX, &at, length);
}

static long path_socket(void) {
  struct address_unix at;
  char path[PATH];
  word length = unix_address(&at, canary(path, "/run", "-socket"), 0);
  return answered(AF_UNIX, &at, length);
}

/* Connects to a socket of an engine, and asks it nothing. */
static long engine_socket(void) {
  static const char *const AT[] = {
    "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock",
    "/run/crio/crio.sock", 0
  };
  const char *const *path;
  long best = ABSENT;
  for (path = AT; *path != 0; path++) {
    struct address_unix at;
    word length = unix_address(&at, *path, 0);
    long engine = sys(SYS_socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, 0, 0);
    long result;
    if (engine < 0) return engine;
    result = sys(SYS_connect, (word)engine, (word)&at, length, 0, 0);
    closing(engine);
    if (result >= 0) return FOUND;
    if (result != -ENOENT && result != -ECONNREFUSED) best = result;
  }
  return best;
}

static long loopback(void) {
  struct address_internet at;
  const char *port = value_of("port");
  if (port == 0) return -ENOSYS;
  loopback_address(&at, number_of(port));
  return answered(AF_INET, &at, sizeof at);
}

struct poll {
  int file;
  short wanted, seen;
};

static long ready_in(struct poll *files, word count, u64 ms) {
  long span[2];
  span[0] = 0;
  span[1] = (long)(ms * 1000000);
  return sys(SYS_ppoll, (word)files, count, (word)span, 0, 0);
}

/* The host's side sends one every 20 ms. */
static long packets(void) {
  char got[2048];
  /* All protocols, in the network's byte order. */
  long every = sys(SYS_socket, AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0x0300, 0, 0);
  int waits;
  if (every < 0) return every;
  for (waits = 0; waits < SNIFF_MS / BEAT_MS; waits++) {
    struct poll file;
    long count;
    file.file = (int)every;
    file.wanted = POLLIN;
    file.seen = 0;
    ready_in(&file, 1, BEAT_MS);
    while ((count = sys(SYS_read, (word)every, (word)got, sizeof got, 0, 0)) > 0) {
      if (has_token(got, count)) return FOUND;
    }
  }
  return ABSENT;
}

static long network_devices(void) {
  char got[64];
  long count = reading("/proc/net/dev", got, sizeof got);
  return count < 0 ? found_or(count) : 0;
}

/* ---- all of them ---- */

struct check {
  const char *group, *name;
  long (*tries)(void);
};

static const struct check CHECKS[] = {
  { "files", "etc", etc },
  { "files", "tmp", temporary },
  { "files", "run", run_folder },
  { "files", "parent", parents },
  { "files", "first-root", first_root },
  { "files", "process-roots", process_roots },
  { "files", "descriptors", descriptors },
  { "files", "root", leaves_file },
  { "files", "mount", mounts },
  { "files", "block-device", block_device },
  { "files", "memory-device", memory_device },
  { "files", "port-device", port_device },
  { "kernel", "tasks", tasks },
  { "kernel", "sysctl-kernel", sysctl_kernel },
  { "kernel", "sysctl-vm", sysctl_vm },
  { "kernel", "sysctl-fs", sysctl_fs },
  { "kernel", "sysctl-net", sysctl_net },
  { "kernel", "sysrq", sysrq },
  { "kernel", "core-pattern", core_pattern },
  { "kernel", "modprobe", modprobe },
  { "kernel", "release-agent", release_agent },
  { "kernel", "hostname", hostname },
  { "kernel", "clock", clock },
  { "kernel", "log", kernel_log },
  { "kernel", "modules", modules },
  { "kernel", "kexec", kexec },
  { "kernel", "reboot", reboots },
  { "kernel", "swap", swap },
  { "kernel", "accounting", accounting },
  { "kernel", "bpf", bpf },
  { "kernel", "perf-events", perf_events },
  { "kernel", "userfaultfd", userfaultfd },
  { "kernel", "io-uring", io_uring },
  { "kernel", "keyrings", keyrings },
  { "kernel", "io-ports", io_ports },
  { "others", "processes", processes },
  { "others", "signals", signals },
  { "others", "tracing", traces },
  { "others", "environment", environment },
  { "others", "system-v", system_v },
  { "others", "queues", queues },
  { "others", "shared-memory", shared_memory },
  { "others", "abstract-socket", abstract_socket },
  { "others", "path-socket", path_socket },
  { "others", "engine-socket", engine_socket },
  { "others", "loopback", loopback },
  { "others", "packets", packets },
  { "others", "network-devices", network_devices },
  { 0, 0, 0 }
};

static void print(const char *one, const char *other, const char *third) {
  char line[1024];
  char *to = append(append(line, one), " ");
  to = append(append(append(to, other), " "), third);
  *to++ = '\n';
  sys(SYS_write, STDOUT, (word)line, (word)(to - line), 0, 0);
}

static void say(const struct check *check, const char *outcome, u64 number) {
  char name[64], text[24];
  *append(append(append(name, check->group), "."), check->name) = 0;
  *append_number(text, number) = 0;
  print(name, outcome, text);
}

/* Each in a process of its own: a filter may end it. */
static void try_apart(const struct check *check) {
  int status = 0;
  long got, child = sys(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0) {
    long result = check->tries();
    if (result == FOUND) say(check, "found", 0);
    else if (result == ABSENT) say(check, "absent", 0);
    else if (result < 0) say(check, "refused", (u64)-result);
    else say(check, "did", 0);
    quit(0);
  }
  if (child < 0) fail(FAILED, "clone", child, 0);
  do got = sys(SYS_wait4, (word)child, (word)&status, 0, 0, 0); while (got == -EINTR);
  if ((status & 0x7f) != 0) say(check, "killed", (u64)(status & 0x7f));
}

static void say_namespaces(void) {
  static const char *const NAMES[] = { "cgroup", "ipc", "mnt", "net", "pid", "user", "uts", 0 };
  const char *const *name;
  for (name = NAMES; *name != 0; name++) {
    char path[PATH], id[PATH];
    long length;
    *append(append(path, "/proc/self/ns/"), *name) = 0;
    length = sys(SYS_readlinkat, (word)AT_FDCWD, (word)path, (word)id, sizeof id - 1, 0);
    if (length < 0) continue;
    id[length] = 0;
    print("namespace", *name, id);
  }
}

static void undo(void) {
  const char *const *place;
  for (place = PLACES; *place != 0; place++) {
    char path[PATH];
    sys(SYS_unlinkat, (word)AT_FDCWD, (word)canary(path, *place, "-in"), 0, 0, 0);
    sys(SYS_unlinkat, (word)AT_FDCWD, (word)canary(path, *place, "-node"), 0, 0, 0);
    canary(path, *place, "-dir");
    sys(SYS_umount2, (word)path, MNT_DETACH, 0, 0, 0);
    sys(SYS_unlinkat, (word)AT_FDCWD, (word)path, AT_REMOVEDIR, 0, 0);
  }
}

static void try_all(const char *group) {
  const struct check *check;
  char name[NAME + 1];
  sys(SYS_prctl, PR_SET_NAME, (word)task_name(name, 'p'), 0, 0, 0);
  say_namespaces();
  for (check = CHECKS; check->group != 0; check++) {
    if (same(check->group, group)) try_apart(check);
  }
  pause_ms(LINGER_MS);
  undo();
}

/* ---- the host's side ---- */

static void tell(const char *name, u64 value) {
  char text[24];
  *append_number(text, value) = 0;
  print("canary", name, text);
}

/* A socket that listens; negative if it cannot. */
static long listening(word family, const void *address, word length) {
  long socket = sys(SYS_socket, family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, 0, 0);
  if (socket < 0) return socket;
  if (sys(SYS_bind, (word)socket, (word)address, length, 0, 0) < 0) return -EACCES;
  if (sys(SYS_listen, (word)socket, 16, 0, 0, 0) < 0) return -EACCES;
  return socket;
}

static long listening_tcp(void) {
  struct address_internet at;
  int length = sizeof at;
  long socket;
  loopback_address(&at, 0);
  socket = listening(AF_INET, &at, sizeof at);
  if (socket < 0) return socket;
  if (sys(SYS_getsockname, (word)socket, (word)&at, (word)&length, 0, 0) < 0) return -EACCES;
  tell("port", (u64)((at.port & 0xff) << 8 | at.port >> 8));
  return socket;
}

/* A loop device on the file; it is freed when it is closed for the last time. */
static void make_loop(const char *path) {
  char name[PATH];
  /* struct loop_info64: the flags are its 14th word of 4 bytes. */
  unsigned int info[58];
  long control = opening("/dev/loop-control", O_RDWR);
  long file, number, loop;
  if (control < 0) return;
  number = sys(SYS_ioctl, (word)control, LOOP_CTL_GET_FREE, 0, 0, 0);
  closing(control);
  if (number < 0) return;
  loop = opening(numbered(name, "/dev/loop", (u64)number, ""), O_RDONLY);
  file = opening(path, O_RDONLY);
  if (loop < 0 || file < 0) return;
  if (sys(SYS_ioctl, (word)loop, LOOP_SET_FD, (word)file, 0, 0) < 0) return;
  memset(info, 0, sizeof info);
  info[13] = LOOP_READ_ONLY | LOOP_AUTOCLEAR;
  sys(SYS_ioctl, (word)loop, LOOP_SET_STATUS64, (word)info, 0, 0);
  closing(file);
  tell("loop", (u64)number);
}

static void make_segment(u64 key) {
  long segment = sys(SYS_shmget, (word)key, 4096, IPC_CREAT | IPC_EXCL | 0600, 0, 0);
  long at;
  if (segment < 0) return;
  at = sys(SYS_shmat, (word)segment, 0, 0, 0, 0);
  if (at < 0 && at > -4096) return;
  memcpy((void *)at, token, TOKEN);
  tell("key", key);
}

static void make_key(void) {
  char name[PATH];
  long key;
  key_name(name);
  key = sys(SYS_add_key, (word)"user", (word)name, (word)token, TOKEN, USER_KEYRING);
  if (key >= 0) sys(SYS_keyctl, KEYCTL_SET_TIMEOUT, (word)key, KEY_SECONDS, 0, 0);
}

static void make_queue(void) {
  char name[PATH];
  closing(sys(SYS_mq_open, (word)key_name(name), O_RDONLY | O_CREAT | O_EXCL, 0600, 0, 0));
}

/* What would outlive the witness. */
static void remove_lasting(u64 segment_key) {
  char name[PATH], path[PATH];
  long segment = sys(SYS_shmget, (word)segment_key, 0, 0, 0, 0);
  long key = sys(SYS_keyctl, KEYCTL_SEARCH, USER_KEYRING, (word)"user", (word)key_name(name), 0);
  if (segment >= 0) sys(SYS_shmctl, (word)segment, IPC_RMID, 0, 0, 0);
  if (key >= 0) sys(SYS_keyctl, KEYCTL_UNLINK, (word)key, USER_KEYRING, 0, 0);
  sys(SYS_mq_unlink, (word)name, 0, 0, 0, 0);
  sys(SYS_unlinkat, (word)AT_FDCWD, (word)canary(path, "/run", "-socket"), 0, 0, 0);
}

/* A child that lives until this process has ended, however it ends. */
static void start_remover(u64 segment_key) {
  int ends[2];
  long child;
  if (sys(SYS_pipe2, (word)ends, O_CLOEXEC, 0, 0, 0) < 0) fail(FAILED, "pipe2", -EBADF, 0);
  child = sys(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child < 0) fail(FAILED, "clone", child, 0);
  if (child > 0) {
    closing(ends[0]);
    return;
  }
  sys(SYS_setsid, 0, 0, 0, 0, 0);
  closing(ends[1]);
  closing(0);
  closing(1);
  closing(2);
  {
    char byte;
    long got;
    do got = sys(SYS_read, (word)ends[0], (word)&byte, 1, 0, 0); while (got == -EINTR);
  }
  remove_lasting(segment_key);
  quit(0);
}

/* Says the token to whoever connects. */
static void greet(long socket) {
  long peer = sys(SYS_accept4, (word)socket, 0, 0, SOCK_CLOEXEC, 0);
  if (peer < 0) return;
  sys(SYS_write, (word)peer, (word)token, TOKEN, 0, 0);
  closing(peer);
}

/* A datagram to a port of the loopback device on which nobody listens. */
static long sender(void) {
  struct address_internet at;
  long socket = sys(SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0, 0, 0);
  loopback_address(&at, 9);
  if (socket >= 0) sys(SYS_connect, (word)socket, (word)&at, sizeof at, 0, 0);
  return socket;
}

static void witness(char **words) {
  struct address_unix at;
  struct poll files[4];
  char name[NAME + 1], path[PATH];
  u64 segment_key = number_of(words[1]);
  long datagrams;
  int each;
  word length;
  sys(SYS_prctl, PR_SET_NAME, (word)task_name(name, 'w'), 0, 0, 0);
  start_remover(segment_key);
  memset(files, 0, sizeof files);
  tell("pid", (u64)sys(SYS_getpid, 0, 0, 0, 0, 0));
  files[1].file = (int)listening_tcp();
  length = unix_address(&at, key_name(path), 1);
  files[2].file = (int)listening(AF_UNIX, &at, length);
  length = unix_address(&at, canary(path, "/run", "-socket"), 0);
  files[3].file = (int)listening(AF_UNIX, &at, length);
  datagrams = sender();
  make_loop(words[2]);
  make_segment(segment_key);
  make_key();
  make_queue();
  sys(SYS_write, STDOUT, (word)"ready\n", 6, 0, 0);
  for (each = 0; each < 4; each++) files[each].wanted = POLLIN;
  for (;;) {
    char byte;
    sys(SYS_write, (word)datagrams, (word)token, TOKEN, 0, 0);
    if (ready_in(files, 4, BEAT_MS) <= 0) continue;
    if (files[0].seen != 0 && sys(SYS_read, 0, (word)&byte, 1, 0, 0) <= 0) quit(0);
    for (each = 1; each < 4; each++) if (files[each].seen != 0) greet(files[each].file);
  }
}

/* `stack`: the number of arguments, the arguments, a null, the environment, a null. */
void begin(word *stack) {
  word count = stack[0];
  char **words = (char **)(stack + 1);
  char **environment = words + count + 1;
  if (count >= 4 && same(words[1], "try") && length_of(words[3]) == TOKEN) {
    token = words[3];
    given = words + 4;
    try_all(words[2]);
    quit(0);
  }
  if (count == 5 && same(words[1], "witness") && length_of(words[2]) == TOKEN) {
    char known[64];
    char *marked[2];
    token = words[2];
    *append(append(known, "ISOTAX_CANARY="), token) = 0;
    marked[0] = known;
    marked[1] = 0;
    /* Its environment has the token, too: it starts once more with it. */
    if (environment[0] == 0 || !same(environment[0], known)) {
      long result = sys(SYS_execve, (word)"/proc/self/exe", (word)words, (word)marked, 0, 0);
      fail(FAILED, "execve", result, 0);
    }
    witness(words + 2);
  }
  fail(FAILED, "probe", -EINVAL, "try GROUP TOKEN [NAME=VALUE...] | witness TOKEN KEY FILE");
}
