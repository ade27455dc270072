/*
 * System calls without a C library. So the programs are static whatever the compiler can link, need
 * no headers, and begin at their first instruction: a C library's own start takes a third of theirs.
 * Each call returns what the kernel does: a negative errno if it failed.
 * Sources: syscall(2), "Architecture calling conventions"; vfork(2); the numbers are those of
 * asm/unistd_64.h (x86-64) and asm-generic/unistd.h (arm64).
 */
#ifndef SYS_H
#define SYS_H

typedef unsigned long word;
typedef unsigned long long u64;

#if defined(__x86_64__)
enum {
  SYS_read = 0, SYS_write = 1, SYS_close = 3, SYS_ioctl = 16, SYS_nanosleep = 35, SYS_clone = 56,
  SYS_execve = 59, SYS_wait4 = 61, SYS_fcntl = 72, SYS_chdir = 80, SYS_setpriority = 141,
  SYS_pivot_root = 155, SYS_prctl = 157, SYS_chroot = 161, SYS_mount = 165, SYS_umount2 = 166,
  SYS_sethostname = 170, SYS_clock_gettime = 228, SYS_exit_group = 231, SYS_openat = 257,
  SYS_mkdirat = 258, SYS_unlinkat = 263, SYS_ppoll = 271, SYS_unshare = 272, SYS_setns = 308,
  SYS_clone3 = 435
};
__asm__(
  ".text\n"
  ".globl _start\n"
  "_start:\n"
  "  xor %ebp, %ebp\n"
  "  mov %rsp, %rdi\n"
  "  and $-16, %rsp\n"
  "  call begin\n"
  ".globl sys\n"
  "sys:\n"
  "  mov %rdi, %rax\n"
  "  mov %rsi, %rdi\n"
  "  mov %rdx, %rsi\n"
  "  mov %rcx, %rdx\n"
  "  mov %r8, %r10\n"
  "  mov %r9, %r8\n"
  "  syscall\n"
  "  ret\n"
  /* The return address is kept in a register: the child overwrites the stack that both use. */
  ".globl clone_on_this_stack\n"
  "clone_on_this_stack:\n"
  "  mov %rdi, %rax\n"
  "  mov %rsi, %rdi\n"
  "  mov %rdx, %rsi\n"
  "  pop %r9\n"
  "  syscall\n"
  "  push %r9\n"
  "  ret\n"
);
#elif defined(__aarch64__)
enum {
  SYS_fcntl = 25, SYS_ioctl = 29, SYS_mkdirat = 34, SYS_unlinkat = 35, SYS_umount2 = 39,
  SYS_mount = 40,
  SYS_pivot_root = 41, SYS_chdir = 49, SYS_chroot = 51, SYS_openat = 56, SYS_close = 57, SYS_read = 63, SYS_write = 64,
  SYS_ppoll = 73, SYS_exit_group = 94, SYS_unshare = 97, SYS_nanosleep = 101, SYS_clock_gettime = 113,
  SYS_setpriority = 140, SYS_sethostname = 161, SYS_prctl = 167, SYS_clone = 220, SYS_execve = 221,
  SYS_wait4 = 260, SYS_setns = 268, SYS_clone3 = 435
};
__asm__(
  ".text\n"
  ".globl _start\n"
  "_start:\n"
  "  mov x29, #0\n"
  "  mov x30, #0\n"
  "  mov x0, sp\n"
  "  bl begin\n"
  ".globl sys\n"
  "sys:\n"
  "  mov x8, x0\n"
  "  mov x0, x1\n"
  "  mov x1, x2\n"
  "  mov x2, x3\n"
  "  mov x3, x4\n"
  "  mov x4, x5\n"
  "  svc #0\n"
  "  ret\n"
  ".globl clone_on_this_stack\n"
  "clone_on_this_stack:\n"
  "  mov x8, x0\n"
  "  mov x0, x1\n"
  "  mov x1, x2\n"
  "  svc #0\n"
  "  ret\n"
);
#else
#error "no system call numbers for this architecture"
#endif

/* The processor's own calling convention holds; `call` is a number from above. */
long sys(word call, word a, word b, word c, word d, word e);

/*
 * clone(2) or clone3(2) with the caller's stack, as vfork(2) does it: `flags` must have CLONE_VM and
 * CLONE_VFORK. The child must not return from the function that called this.
 */
#ifdef __GNUC__
__attribute__((returns_twice))
#endif
long clone_on_this_stack(word call, word a, word b);

enum { STDOUT = 1, STDERR = 2 };
enum { AT_FDCWD = -100, AT_REMOVEDIR = 0x200 };
enum { O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_NONBLOCK = 04000, O_CLOEXEC = 02000000 };
enum { O_PATH = 010000000 };
enum { CLONE_VM = 0x100, CLONE_VFORK = 0x4000, SIGCHLD = 17, SIGKILL = 9 };
enum { ENOENT = 2, EINTR = 4, E2BIG = 7, EAGAIN = 11, ENODEV = 19, EINVAL = 22, ENOSPC = 28 };
enum { ENOSYS = 38, ETIME = 62 };

static word length_of(const char *text) {
  word length = 0;
  while (text[length] != 0) length++;
  return length;
}

/* Compilers may make calls of these for loops and for structures. */
void *memset(void *to, int value, word count) {
  char *at = to;
  while (count-- > 0) *at++ = (char)value;
  return to;
}
void *memcpy(void *to, const void *from, word count) {
  char *at = to;
  const char *source = from;
  while (count-- > 0) *at++ = *source++;
  return to;
}

static char *append(char *to, const char *text) {
  while (*text != 0) *to++ = *text++;
  return to;
}

static char *append_number(char *to, u64 value) {
  char digits[24];
  int count = 0;
  do digits[count++] = (char)('0' + value % 10); while ((value /= 10) > 0);
  while (count > 0) *to++ = digits[--count];
  return to;
}

static u64 number_of(const char *text) {
  u64 value = 0;
  while (*text >= '0' && *text <= '9') value = value * 10 + (u64)(*text++ - '0');
  return value;
}

static const char *const ERRORS[] = {
  [1] = "EPERM", [2] = "ENOENT", [4] = "EINTR", [5] = "EIO", [7] = "E2BIG", [8] = "ENOEXEC",
  [9] = "EBADF", [11] = "EAGAIN", [12] = "ENOMEM", [13] = "EACCES", [14] = "EFAULT",
  [16] = "EBUSY", [17] = "EEXIST", [19] = "ENODEV", [20] = "ENOTDIR", [21] = "EISDIR",
  [22] = "EINVAL", [23] = "ENFILE", [24] = "EMFILE", [26] = "ETXTBSY", [28] = "ENOSPC",
  [30] = "EROFS", [34] = "ERANGE", [36] = "ENAMETOOLONG", [38] = "ENOSYS", [40] = "ELOOP",
  [62] = "ETIME",
  [87] = "EUSERS", [95] = "EOPNOTSUPP"
};

static void quit(int code) {
  for (;;) sys(SYS_exit_group, (word)code, 0, 0, 0, 0);
}

/* Ends with "WHAT: ERRNO (ABOUT)". The text is cut where the line would be too long. */
static void fail(int code, const char *what, long error, const char *about) {
  static char line[4400];
  char *to = append(line, what);
  word number = (word)-error;
  to = append(to, ": ");
  if (number < sizeof ERRORS / sizeof *ERRORS && ERRORS[number] != 0) {
    to = append(to, ERRORS[number]);
  } else {
    to = append_number(append(to, "errno "), number);
  }
  if (about != 0 && length_of(about) < 4096) to = append(append(append(to, " ("), about), ")");
  *to++ = '\n';
  sys(SYS_write, STDERR, (word)line, (word)(to - line), 0, 0);
  quit(code);
}

/* The exit code of a shell for what wait4(2) says of a child. */
static int code_of(int status) {
  return (status & 0x7f) == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f);
}

static int wait_for(long child) {
  int status = 0;
  long got;
  do got = sys(SYS_wait4, (word)child, (word)&status, 0, 0, 0); while (got == -EINTR);
  return got < 0 ? 125 : code_of(status);
}
#endif
