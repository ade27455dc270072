/*
 * Steps of a plan about the removal. The kernel takes most things down after the process that had
 * them is gone, so each is waited for until the kernel really has freed it.
 *
 * leave: the child ends, so its mounts and namespaces have no process any more.
 * rmdir PATH: a control group.
 * free NAME NAMESPACES: waits until the kernel lets the parent make these namespaces. The plan must
 *   have limited the parent's user namespace to one of them, /proc/sys/user/max_*_namespaces, which
 *   the child had. The kernel gives it back when all of the old one is freed: namespaces(7).
 * count FILE LINE COLUMN: reads a number, from the line that begins with a word.
 * fewer NAME FILE LINE COLUMN: waits until that number is what it was at first.
 *
 * The time of `exit` ends when the parent's wait(2) returns. That of what is waited for begins with
 * the child's exit.
 */

enum { MOST_WAIT_SECONDS = 5, PAUSE_NS = 50000 };

/* When the child left; 0 if it did not. */
static u64 left_at;
static u64 first_count;

/* A call whose time begins when the child left. */
static void begin_when_left(const char *name) {
  begin_call(name);
  if (is_timed && call_count < MOST_CALLS) calls[call_count].from = left_at;
}

/* One stamp for all: two could be apart by as long as others have the CPU. */
static void leave(void) {
  left_at = now();
  begin_when_left("exit");
  quit(0);
}

static void remove_folder(void) {
  const char *path = next();
  must("rmdir", path, SYS_unlinkat, (word)AT_FDCWD, (word)path, AT_REMOVEDIR, 0, 0);
}

/* The time of what is waited for: from the child's exit until now. */
static void end_wait(const char *name) {
  begin_when_left(name);
  end_call();
}

/* The kernel's workers get the CPU, too. */
static void pause_or_fail(const char *name) {
  long time[2] = { 0, PAUSE_NS };
  if (now() - left_at > MOST_WAIT_SECONDS * 1000000000ULL) fail(FAILED, name, -ETIME, 0);
  sys(SYS_nanosleep, (word)time, 0, 0, 0, 0);
}

static void wait_until_free(const char *name) {
  word namespaces = (word)number_of(next());
  long result;
  while ((result = sys(SYS_unshare, namespaces, 0, 0, 0, 0)) == -ENOSPC) pause_or_fail(name);
  if (result < 0) fail(FAILED, name, result, 0);
  end_wait(name);
}

static const char *end_of_line(const char *text) {
  while (*text != 0 && *text != '\n') text++;
  return text;
}

/* Whether a text begins with a word, after which comes a space. */
static int begins_with(const char *text, const char *begin) {
  while (*begin != 0 && *text == *begin) text++, begin++;
  return *begin == 0 && (*text == ' ' || *text == '\t');
}

static u64 count_in_file(void) {
  static char text[8192];
  const char *path = next(), *line = next(), *from;
  u64 column = number_of(next());
  long file = sys(SYS_openat, (word)AT_FDCWD, (word)path, O_RDONLY | O_CLOEXEC, 0, 0);
  long size = file < 0 ? file : sys(SYS_read, (word)file, (word)text, sizeof text - 1, 0, 0);
  if (size < 0) fail(FAILED, "count", size, path);
  sys(SYS_close, (word)file, 0, 0, 0, 0);
  text[size] = 0;
  for (from = text; *from != 0 && !begins_with(from, line); from += *from == '\n') {
    from = end_of_line(from);
  }
  for (; column > 0 && *from != 0 && *from != '\n'; from++) column -= *from == ' ' || *from == '\t';
  if (*from < '0' || *from > '9') fail(FAILED, "count", -ENOENT, path);
  return number_of(from);
}

static void wait_until_fewer(const char *name) {
  const char *arguments = at;
  while (count_in_file() > first_count) {
    at = arguments;
    pause_or_fail(name);
  }
  end_wait(name);
}
