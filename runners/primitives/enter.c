/*
 * Enters an isolated environment by the kernel's own calls, and becomes the program that it was
 * given: enter PLAN PROGRAM [ARGUMENT...]
 *
 * PLAN is a file of words, each ended by a NUL byte, which was written beforehand. Each step is the
 * name of a call, and its arguments. Steps are done in order. Those after `clone` are done by the
 * child, which then becomes the program; the parent waits for it, and ends with its exit code. The
 * child shares the parent's memory until it becomes the program, as with vfork(2), so no memory is
 * copied. Nothing is allocated.
 *
 * A call that fails ends everything: "pivot_root: EINVAL (PATH)", exit code 125.
 *
 * enter --times PLAN ... also takes the time of each call, on CLOCK_MONOTONIC, and prints a line for
 * each after the program has ended: "@isotax call NAME FROM UNTIL", in nanoseconds. The last is
 * `exec`, which ends when the parent runs again: that may be after the program, if both share a CPU.
 * Without a child they are printed before the program starts, and `exec` is not among them.
 *
 * A plan in which the child leaves becomes no program: it is about taking down what was made
 * (removal.h). The parent does the steps after `leave`.
 *
 * Sources: clone(2), mount(2), pivot_root(2), unshare(2), chroot(2), prctl(2), seccomp(2),
 * capabilities(7), cgroups(7), user_namespaces(7).
 */
#include "sys.h"

enum { FAILED = 125, NOT_STARTED = 126 };
enum { MNT_DETACH = 2 };
enum {
  PR_SET_PDEATHSIG = 1, PR_SET_SECCOMP = 22, PR_CAPBSET_READ = 23, PR_CAPBSET_DROP = 24,
  PR_SET_NO_NEW_PRIVS = 38, SECCOMP_MODE_FILTER = 2
};
#define CLONE_INTO_CGROUP 0x200000000ULL

/* struct clone_args: clone(2). */
struct clone_args {
  u64 flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid,
    set_tid_size, cgroup;
};

/* struct sock_fprog: seccomp(2). */
struct filter {
  unsigned short length;
  const void *instructions;
};

enum { MOST_CALLS = 128 };
struct call {
  const char *name;
  u64 from, until;
};

static char plan[1 << 16];
static const char *at, *end;
static char **program;
static char **environment;
static int is_timed;
static struct call calls[MOST_CALLS];
static int call_count;
/* Whether the last call is the one that starts the program. */
static int is_starting;
/* Whether this is the child, whose memory its parent shares. */
static int has_parent;

static int is_same(const char *one, const char *other) {
  while (*one != 0 && *one == *other) one++, other++;
  return *one == *other;
}

static u64 now(void) {
  long time[2];
  sys(SYS_clock_gettime, 1, (word)time, 0, 0, 0);
  return (u64)time[0] * 1000000000ULL + (u64)time[1];
}

static void begin_call(const char *name) {
  if (!is_timed || call_count == MOST_CALLS) return;
  calls[call_count].name = name;
  calls[call_count].from = now();
}

static void end_call(void) {
  if (is_timed && call_count < MOST_CALLS) calls[call_count++].until = now();
}

/* The next word of the plan. */
static const char *next(void) {
  const char *word = at;
  if (at >= end) fail(FAILED, "plan", -EINVAL, "a word is missing");
  at += length_of(at) + 1;
  return word;
}

/* A call of the kernel, with its name and its time. */
static long must(const char *name, const char *about, word call, word a, word b, word c, word d,
                 word e) {
  long result;
  begin_call(name);
  result = sys(call, a, b, c, d, e);
  end_call();
  if (result < 0) fail(FAILED, name, result, about);
  return result;
}

static void make_folder(void) {
  const char *path = next();
  must("mkdir", path, SYS_mkdirat, (word)AT_FDCWD, (word)path, 0755, 0, 0);
}

/* Opening, writing and closing are one step: a limit of a group, or joining it. */
static void write_file(const char *name) {
  const char *path = next(), *value = next();
  long file, written;
  begin_call(name);
  file = sys(SYS_openat, (word)AT_FDCWD, (word)path, O_WRONLY | O_CLOEXEC, 0, 0);
  if (file < 0) fail(FAILED, name, file, path);
  written = sys(SYS_write, (word)file, (word)value, length_of(value), 0, 0);
  sys(SYS_close, (word)file, 0, 0, 0, 0);
  end_call();
  if (written < 0) fail(FAILED, name, written, path);
}

static void mount_one(void) {
  const char *name = next(), *source = next(), *target = next(), *type = next();
  word flags = number_of(next());
  const char *data = next();
  must(name, target, SYS_mount, (word)source, (word)target, (word)type, flags, (word)data);
}

/* With both arguments the same, the old root is stacked below the new: pivot_root(2), NOTES. */
static void change_root(void) {
  const char *root = next();
  must("chdir", root, SYS_chdir, (word)root, 0, 0, 0, 0);
  must("pivot_root", root, SYS_pivot_root, (word)".", (word)".", 0, 0, 0);
  must("umount2", root, SYS_umount2, (word)".", MNT_DETACH, 0, 0, 0);
  must("chdir", "/", SYS_chdir, (word)"/", 0, 0, 0, 0);
}

static void enter_root(void) {
  const char *root = next();
  must("chroot", root, SYS_chroot, (word)root, 0, 0, 0, 0);
  must("chdir", "/", SYS_chdir, (word)"/", 0, 0, 0, 0);
}

/* Takes the capabilities that are not in `kept` from the bounding set, so no program gets them. */
static void keep_capabilities(void) {
  u64 kept = number_of(next());
  word capability;
  begin_call("capabilities");
  for (capability = 0; capability < 64; capability++) {
    long result;
    if (kept >> capability & 1) continue;
    /* The kernel knows no more of them. */
    if (sys(SYS_prctl, PR_CAPBSET_READ, capability, 0, 0, 0) < 0) break;
    result = sys(SYS_prctl, PR_CAPBSET_DROP, capability, 0, 0, 0);
    if (result < 0) fail(FAILED, "PR_CAPBSET_DROP", result, 0);
  }
  end_call();
}

/* The filter's bytes follow their number. */
static void load_filter(void) {
  word bytes = (word)number_of(next());
  struct filter filter;
  filter.length = (unsigned short)(bytes / 8);
  filter.instructions = at;
  at += bytes;
  if (at > end) fail(FAILED, "plan", -EINVAL, "the filter is cut off");
  must("seccomp", 0, SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, (word)&filter, 0, 0);
}

static void print_times(void) {
  static char lines[MOST_CALLS * 96];
  char *to = lines;
  int index;
  for (index = 0; index < call_count; index++) {
    to = append(append(to, "@isotax call "), calls[index].name);
    *to++ = ' ';
    to = append_number(to, calls[index].from);
    *to++ = ' ';
    to = append_number(to, calls[index].until);
    *to++ = '\n';
  }
  sys(SYS_write, STDOUT, (word)lines, (word)(to - lines), 0, 0);
}

#include "removal.h"

static void become_program(void) {
  long result;
  if (*program == 0) fail(FAILED, "enter", -EINVAL, "PROGRAM is missing");
  /* Without a child there is no one to print them afterwards: exec replaces this memory. */
  if (is_timed && !has_parent) print_times();
  begin_call("exec");
  is_starting = 1;
  result = sys(SYS_execve, (word)program[0], (word)program, (word)environment, 0, 0);
  is_starting = 0;
  fail(result == -2 ? 127 : NOT_STARTED, "exec", result, program[0]);
}

static void do_steps(void);

/* A group that the child joins by itself, where the kernel cannot make it there. */
static const char *group_to_join;

static void join_group(void) {
  long folder, file, written;
  begin_call("join");
  folder = sys(SYS_openat, (word)AT_FDCWD, (word)group_to_join, O_PATH | O_CLOEXEC, 0, 0);
  file = sys(SYS_openat, (word)folder, (word)"cgroup.procs", O_WRONLY | O_CLOEXEC, 0, 0);
  written = file < 0 ? file : sys(SYS_write, (word)file, (word)"0", 1, 0, 0);
  end_call();
  if (written < 0) fail(FAILED, "join", written, group_to_join);
  sys(SYS_close, (word)file, 0, 0, 0, 0);
  sys(SYS_close, (word)folder, 0, 0, 0, 0);
}

static void be_child(void) {
  has_parent = 1;
  end_call();
  /* The child dies with its parent, which would be the one to wait for it. */
  sys(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (group_to_join != 0) join_group();
  do_steps();
  become_program();
}

/*
 * `flags`: namespaces. `group`: the folder of a control group of v2, in which the child is born;
 * empty if there is none.
 */
static void clone_child(void) {
  word flags = number_of(next()) | CLONE_VM | CLONE_VFORK;
  const char *group = next();
  static struct clone_args args;
  word call = SYS_clone, first = flags | SIGCHLD, second = 0;
  long child;
  int code;
  if (*group != 0) {
    args.cgroup = (u64)must("open:group", group, SYS_openat, (word)AT_FDCWD, (word)group,
                            O_PATH | O_CLOEXEC, 0, 0);
    args.flags = flags | CLONE_INTO_CGROUP;
    args.exit_signal = SIGCHLD;
    call = SYS_clone3;
    first = (word)&args;
    second = sizeof args;
  }
  begin_call("clone");
  child = clone_on_this_stack(call, first, second);
  if (child == 0) be_child();
  if (call == SYS_clone3 && (child == -ENOSYS || child == -E2BIG || child == -EINVAL)) {
    /* Linux before 5.7, or a filter that knows no clone3(2). */
    group_to_join = group;
    child = clone_on_this_stack(SYS_clone, flags | SIGCHLD, 0);
    if (child == 0) be_child();
  }
  if (child < 0) fail(FAILED, "clone", child, *group == 0 ? 0 : group);
  /* The child has become the program, or has failed, so the memory is the parent's again. */
  if (is_starting) end_call();
  code = wait_for(child);
  if (left_at != 0 && code == 0) {
    end_call();
    has_parent = 0;
    return;
  }
  if (is_timed && is_starting) print_times();
  quit(code);
}

static void do_steps(void) {
  while (at < end) {
    const char *step = next();
    if (is_same(step, "mkdir")) make_folder();
    else if (is_same(step, "write")) write_file(next());
    else if (is_same(step, "clone")) clone_child();
    else if (is_same(step, "unshare")) {
      must("unshare", 0, SYS_unshare, (word)number_of(next()), 0, 0, 0, 0);
    } else if (is_same(step, "mount")) mount_one();
    else if (is_same(step, "pivot_root")) change_root();
    else if (is_same(step, "chroot")) enter_root();
    else if (is_same(step, "sethostname")) {
      const char *name = next();
      must("sethostname", name, SYS_sethostname, (word)name, length_of(name), 0, 0, 0);
    } else if (is_same(step, "capabilities")) keep_capabilities();
    else if (is_same(step, "no_new_privs")) {
      must("no_new_privs", 0, SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    } else if (is_same(step, "seccomp")) load_filter();
    else if (is_same(step, "leave")) leave();
    else if (is_same(step, "rmdir")) remove_folder();
    else if (is_same(step, "free")) wait_until_free(next());
    else if (is_same(step, "count")) first_count = count_in_file();
    else if (is_same(step, "fewer")) wait_until_fewer(next());
    else if (is_same(step, "print")) {
      const char *text = next();
      sys(SYS_write, STDOUT, (word)text, length_of(text), 0, 0);
    } else fail(FAILED, "plan", -EINVAL, step);
  }
}

static void read_plan(const char *path) {
  long file = sys(SYS_openat, (word)AT_FDCWD, (word)path, O_RDONLY | O_CLOEXEC, 0, 0);
  long size = file < 0 ? file : sys(SYS_read, (word)file, (word)plan, sizeof plan - 1, 0, 0);
  if (size < 0) fail(FAILED, "plan", size, path);
  if (size == sizeof plan - 1) fail(FAILED, "plan", -E2BIG, path);
  sys(SYS_close, (word)file, 0, 0, 0, 0);
  at = plan;
  end = plan + size;
}

/* `stack`: the number of arguments, the arguments, a null, the environment, a null. */
void begin(word *stack) {
  word count = stack[0];
  char **words = (char **)(stack + 1);
  environment = words + count + 1;
  if (count > 1 && is_same(words[1], "--times")) is_timed = 1, words++, count--;
  if (count < 2) fail(FAILED, "enter", -EINVAL, "PLAN PROGRAM [ARGUMENT...]");
  program = words + 2;
  read_plan(words[1]);
  do_steps();
  if (left_at != 0) {
    print_times();
    quit(0);
  }
  become_program();
}
