/*
 * What `overlay` with `seccomp` does, as a C programmer would write it down: the same calls, in one
 * function, with the C library and fork. The yardstick for the program that does plans.
 *
 * bare ROOT LOWER UPPER WORK FILTER KEPT CPUS MEMS BYTES PIDS SCRATCHGROUPS HIERARCHY... -- PROGRAM...
 * HIERARCHY: the folder of a control group of v1 that is to be made: cpuset, memory and pids.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(const char *what, long result) {
  if (result >= 0) return;
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  _exit(125);
}

static void put(const char *folder, const char *file, const char *value) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  int to = open(path, O_WRONLY | O_CLOEXEC);
  must(path, to);
  must(path, write(to, value, strlen(value)));
  close(to);
}

int main(int count, char **words) {
  const char *root = words[1], *lower = words[2], *upper = words[3], *work = words[4];
  const char *groups = words[11];
  int last = 12;
  while (strcmp(words[last], "--") != 0) last++;
  static char filter[1 << 16];
  int from = open(words[5], O_RDONLY | O_CLOEXEC);
  must("filter", from);
  long bytes = read(from, filter, sizeof filter);
  must("filter", bytes);
  close(from);
  for (int index = 12; index < last; index++) {
    must("mkdir", mkdir(words[index], 0755));
    if (strstr(words[index], "cpuset")) {
      put(words[index], "cpuset.cpus", words[7]);
      put(words[index], "cpuset.mems", words[8]);
    } else if (strstr(words[index], "memory")) put(words[index], "memory.limit_in_bytes", words[9]);
    else if (strstr(words[index], "pids")) put(words[index], "pids.max", words[10]);
  }
  int flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET;
  long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
  must("clone", child);
  if (child != 0) {
    int status;
    must("wait", waitpid(child, &status, 0));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  must("prctl", prctl(PR_SET_PDEATHSIG, SIGKILL));
  must("write", write(1, "@isotax init\n", 13));
  for (int index = 12; index < last; index++) put(words[index], "tasks", "0");
  must("unshare", unshare(CLONE_NEWCGROUP));
  must("private", mount("none", "/", 0, MS_REC | MS_PRIVATE, 0));
  char options[8192], path[4096];
  snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s,workdir=%s", lower, upper, work);
  must("overlay", mount("overlay", root, "overlay", 0, options));
  snprintf(path, sizeof path, "%s/proc", root);
  must("proc", mount("proc", path, "proc", 0, 0));
  snprintf(path, sizeof path, "%s/dev", root);
  must("dev", mount("/dev", path, 0, MS_BIND | MS_REC, 0));
  snprintf(path, sizeof path, "%s/sys", root);
  must("sys", mount("sysfs", path, "sysfs", 0, 0));
  snprintf(path, sizeof path, "%s/sys/fs/cgroup", root);
  must("groups", mount(groups, path, 0, MS_BIND, 0));
  const char *controllers[] = {"cpuset", "memory", "pids"};
  for (int index = 0; index < 3; index++) {
    snprintf(path, sizeof path, "%s/sys/fs/cgroup/%s", root, controllers[index]);
    must("cgroup", mount("cgroup", path, "cgroup", 0, controllers[index]));
  }
  must("chdir", chdir(root));
  must("pivot_root", syscall(SYS_pivot_root, ".", "."));
  must("umount", umount2(".", MNT_DETACH));
  must("chdir", chdir("/"));
  unsigned long long kept = strtoull(words[6], 0, 10);
  for (int capability = 0; capability < 64; capability++) {
    if (kept >> capability & 1) continue;
    if (prctl(PR_CAPBSET_READ, capability) < 0) break;
    must("capability", prctl(PR_CAPBSET_DROP, capability));
  }
  must("no_new_privs", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  struct sock_fprog program = {bytes / sizeof(struct sock_filter), (struct sock_filter *)filter};
  must("seccomp", prctl(PR_SET_SECCOMP, 2, &program));
  (void)count;
  execv(words[last + 1], words + last + 1);
  must("exec", -1);
}
