/** What the kernel's tracing writes, a line for each system call. */

/** The events of the begin of system calls, by their names in tracefs. */
export const EVENT_PREFIX = "sys_enter_";
export const IOCTL = `${EVENT_PREFIX}ioctl`;

export interface Record {
  /** Of the thread, in the host's own PID namespace. */
  readonly pid: number;
  readonly event: string;
  /** What an ioctl(2) asks for. */
  readonly command?: number;
}

/**
 * "           <...>-123     [000] .....   456.789012: sys_ioctl(fd: 1, cmd: 5401, arg: 7ff)". A process may
 * name itself as it likes. Its name has 16 columns, so that it cannot be taken for what follows.
 */
const LINE =
  /^.{16}-(\d+)\s+\[\d+\] \S+\s+\d+\.\d+: sys_(\w+)\((?:fd: [0-9a-fx]+, cmd: (?:0x)?([0-9a-f]+))?/;

/** Other lines are skipped. `rest`: the begin of a line whose end has not come. */
export function parseRecords(text: string): {
  readonly records: readonly Record[];
  readonly rest: string;
} {
  const lines = text.split("\n");
  const rest = lines.pop() ?? "";
  const records = lines.flatMap((line): readonly Record[] => {
    const [, pid, name, command] = LINE.exec(line) ?? [];
    if (pid === undefined || name === undefined) return [];
    const event = EVENT_PREFIX + name;
    const asked = event === IOCTL && command !== undefined;
    return [
      { pid: Number(pid), event, ...(asked ? { command: Number.parseInt(command, 16) } : {}) },
    ];
  });
  return { records, rest };
}

/** A filter of tracefs that lets through only ioctls that are not among these. */
export function otherThan(commands: readonly number[]): string {
  return commands.map((command) => `cmd != 0x${command.toString(16)}`).join(" && ");
}

/** Names of the kernel's own that programs know by another one: syscalls(2). */
const KNOWN_AS: ReadonlyMap<string, string> = new Map([
  ["newstat", "stat"],
  ["newlstat", "lstat"],
  ["newfstat", "fstat"],
  ["newuname", "uname"],
  ["sendfile64", "sendfile"],
  ["umount", "umount2"],
]);

/** The name of a system call as its manual page has it. */
export function callName(event: string): string {
  const name = event.slice(EVENT_PREFIX.length);
  return KNOWN_AS.get(name) ?? name;
}
