/*
 * Tries system calls, and prints what became of each: "WORD ok", "WORD errno N" or "WORD signal N".
 * A word is NUMBER, a call whose arguments are all -1: no pointer, descriptor, process or flag is
 * that, so the kernel refuses the call before it does anything. Or it is NUMBER,ARGUMENT: that
 * argument, and zeros. Or it is "i386": getpid(2) by the table of 32-bit programs.
 *
 * Each call is made by a child in a session of its own, so that nothing of ours can be ended or hung
 * up. A call that waits is ended by a signal.
 */
#include "../../runners/primitives/sys.h"

#ifndef __x86_64__
#error "the filter that is tried exists for x86-64 only"
#endif

enum { SYS_setitimer = 38, SYS_getpid_of_i386 = 20, SYS_setsid = 112 };
enum { FINE = 200, PATIENCE_SECONDS = 10 };

static long by_the_other_table(void) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"((long)SYS_getpid_of_i386) : "memory");
  return result;
}

static int is_number(const char *text) { return *text >= '0' && *text <= '9'; }

static long try(const char *text) {
  if (!is_number(text)) return by_the_other_table();
  word call = number_of(text);
  while (is_number(text)) text++;
  if (*text == 0) return sys(call, ~0UL, ~0UL, ~0UL, ~0UL, ~0UL);
  return sys(call, number_of(text + 1), 0, 0, 0, 0);
}

static void try_and_quit(const char *text) {
  static const struct { long seconds, micros; } wait[2] = { { 0, 0 }, { PATIENCE_SECONDS, 0 } };
  sys(SYS_setsid, 0, 0, 0, 0, 0);
  sys(SYS_setitimer, 0, (word)wait, 0, 0, 0);
  long result = try(text);
  quit(result < 0 && result > -FINE ? (int)-result : FINE);
}

static void print(const char *text, int status) {
  static char line[256];
  int is_signal = (status & 0x7f) != 0;
  int code = is_signal ? status & 0x7f : status >> 8 & 0xff;
  char *to = append(line, text);
  if (code == FINE) {
    to = append(to, " ok");
  } else {
    to = append_number(append(to, is_signal ? " signal " : " errno "), (u64)code);
  }
  *to++ = '\n';
  sys(SYS_write, STDOUT, (word)line, (word)(to - line), 0, 0);
}

void begin(word *stack) {
  for (char **words = (char **)stack + 2; *words != 0; words++) {
    int status = 0;
    long child = sys(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0) try_and_quit(*words);
    if (child < 0) fail(125, "clone", child, *words);
    long got;
    do got = sys(SYS_wait4, (word)child, (word)&status, 0, 0, 0); while (got == -EINTR);
    if (got < 0) fail(125, "wait4", got, *words);
    print(*words, status);
  }
  quit(0);
}
