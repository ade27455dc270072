/*
 * A launcher that could take the place of the shell that starts the timed processes: it has nothing
 * left to do within the timed window but vfork(2) and execve(2). It is compared with that shell.
 *
 * Descriptor 3 carries the requests in, and the answers out, each a decimal number and a newline:
 *   D LENGTH newline, then LENGTH bytes: the words of a command, each ended by a NUL byte. Answer: 0.
 *   G: starts that command. Answer, when it has ended: its exit code, as a shell tells it.
 *   R: nothing. Answer: 0. It shows what the channel itself takes.
 * The program has one thread and waits for one child at a time, so it blocks in wait4(2). It ends at
 * the end of its input, or with its process group, which its parent's life line kills.
 */
#include "../../runners/primitives/sys.h"

enum { CHANNEL = 3, F_SETFD = 2, FD_CLOEXEC = 1 };
enum { MOST_BYTES = 1 << 20, MOST_WORDS = 1 << 14 };

static char command[MOST_BYTES];
static char *words[MOST_WORDS + 1];
static char **environment;

static void answer(int code) {
  char line[16];
  char *to = append_number(line, (u64)code);
  *to++ = '\n';
  sys(SYS_write, CHANNEL, (word)line, (word)(to - line), 0, 0);
}

/* Reads `count` bytes, or ends the launcher at the end of its input. */
static void read_all(char *to, word count) {
  while (count > 0) {
    long got = sys(SYS_read, CHANNEL, (word)to, count, 0, 0);
    if (got == -EINTR) continue;
    if (got <= 0) quit(0);
    to += got;
    count -= (word)got;
  }
}

static void define(void) {
  char digits[12];
  word length, index, count = 0;
  int read = 0;
  do read_all(digits + read, 1); while (digits[read] != '\n' && ++read < 11);
  digits[read] = 0;
  length = (word)number_of(digits);
  if (length == 0 || length > MOST_BYTES) fail(125, "launcher", -E2BIG, "a command's length");
  read_all(command, length);
  if (command[length - 1] != 0) fail(125, "launcher", -EINVAL, "a command's end");
  for (index = 0; index < length; index += length_of(command + index) + 1) {
    if (count == MOST_WORDS) fail(125, "launcher", -E2BIG, "a command's words");
    words[count++] = command + index;
  }
  words[count] = 0;
  answer(0);
}

static void become_command(void) {
  long result = sys(SYS_execve, (word)words[0], (word)words, (word)environment, 0, 0);
  fail(result == -2 ? 127 : 126, "exec", result, words[0]);
}

static void start(void) {
  long child;
  if (words[0] == 0) fail(125, "launcher", -EINVAL, "no command");
  child = clone_on_this_stack(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0);
  if (child == 0) become_command();
  if (child < 0) fail(125, "clone", child, 0);
  answer(wait_for(child));
}

void begin(word *stack) {
  environment = (char **)(stack + 1) + stack[0] + 1;
  sys(SYS_fcntl, CHANNEL, F_SETFD, FD_CLOEXEC, 0, 0);
  answer(0);
  for (;;) {
    char request;
    read_all(&request, 1);
    if (request == 'G') start();
    else if (request == 'D') define();
    else if (request == 'R') answer(0);
    else fail(125, "launcher", -EINVAL, "an unknown request");
  }
}
