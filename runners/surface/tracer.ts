/**
 * Which of the host's system calls the processes of a target make. The kernel's tracing tells: an
 * instance of it that is ours alone follows processes and all that they start, and has an event for
 * each call. An event is switched off once it was seen: a call that is made a million times costs no
 * more than one that is made once.
 * Sources: the kernel's trace/events.rst and trace/ftrace.rst.
 */
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { asMessage, RunnerError, UnavailableError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { CallTrace, Lack, Message, SeenCalls } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { holdNamespaces } from "../kernel/holder.ts";
import { removeResource } from "../removers/index.ts";
import { TRACING } from "./place.ts";
import { callName, EVENT_PREFIX, IOCTL, otherThan, parseRecords } from "./records.ts";

const MOUNT = 'mount -t tracefs tracefs /sys/kernel/tracing && echo ready && exec "$@"';

/** Of each CPU. What is not read in time is lost. */
const BUFFER_KIB = 1024;
const READ_EVERY_MS = 10;
const READ_BYTES = 256 * 1024;

/**
 * Begins to follow daemons. What launchers start is followed as soon as it is started. Errors:
 * `UnavailableError`.
 */
export async function traceCalls(
  context: RunContext,
  daemons: readonly number[],
): Promise<CallTrace> {
  return unwoundOnFailure(async (closers) => {
    // Hosts may not have it mounted. It is mounted where nobody else sees it.
    const holder = await holdNamespaces(context, {
      unshare: ["unshare", "--mount"],
      enter: ["sh", "-c", MOUNT, "sh"],
      forks: false,
      counted: false,
      failure: (complaints) => unavailable(say("surface.not-mounted", { complaints })),
    });
    closers.defer(() => holder.stop());
    const name = context.instanceName("trace");
    const resource = { kind: "trace", name } as const;
    const entry = context.enter(resource);
    closers.defer(async () => {
      await removeResource(resource);
      entry.removed();
    });
    const folder = join(`/proc/${holder.pid}/root`, TRACING, "instances", name);
    try {
      mkdirSync(folder);
    } catch (error) {
      throw unavailable(asMessage(error));
    }
    const tracer = new Tracer(folder);
    closers.defer(async () => tracer.stop());
    tracer.begin();
    for (const pid of daemons) tracer.follow(pid);
    context.tracing = tracer;
    closers.defer(async () => {
      context.tracing = undefined;
    });
    let closing: Promise<void> | undefined;
    const close = () => (closing ??= closers.unwind(true));
    return { next: () => tracer.next(), close, [Symbol.asyncDispose]: close };
  });
}

/** Why nothing can be traced, as far as it is known beforehand. */
export function tracingProblem(): Lack | undefined {
  return isRoot() ? undefined : lackBecause(say("surface.only-root"));
}

function lackBecause(why: Message): Lack {
  return { reason: say("surface.no-tracing", { why }), remedy: say("surface.allow-tracing") };
}

function unavailable(why: Message): UnavailableError {
  const { reason, remedy } = lackBecause(why);
  return new UnavailableError("NO_TRACING", reason, remedy);
}

class Tracer {
  readonly #pipe: number;
  readonly #buffer = Buffer.alloc(READ_BYTES);
  readonly #timer: NodeJS.Timeout;
  /** The names of events, one for each system call that can be traced. */
  readonly #events: ReadonlySet<string>;
  /** Those that start instances. What they do themselves is no part of a target. */
  readonly #starters = new Set<number>([process.pid]);
  readonly #calls = new Set<string>();
  readonly #ioctls = new Set<number>();
  #rest = "";
  #follows = false;

  constructor(private readonly folder: string) {
    this.#pipe = openSync(join(folder, "trace_pipe"), constants.O_RDONLY | constants.O_NONBLOCK);
    this.#events = new Set(
      namesIn(join(folder, "events/syscalls")).filter((name) => name.startsWith(EVENT_PREFIX)),
    );
    this.#timer = setInterval(() => this.#read(), READ_EVERY_MS);
    this.#timer.unref();
  }

  /** Errors: `UnavailableError` where nothing would be seen. */
  begin(): void {
    this.#write("w", "tracing_on", "0");
    this.#write("w", "buffer_size_kb", String(BUFFER_KIB));
    this.#write("w", "options/event-fork", "1");
    for (const event of this.#events) this.#switch(event, "1");
    this.#tryOut();
  }

  /**
   * Follows what a process starts from now on, and the process itself unless it only starts others.
   * `pid`: in the host's own PID namespace.
   */
  follow(pid: number, { starts = false } = {}): void {
    if (starts) this.#starters.add(pid);
    const threads = namesIn(`/proc/${pid}/task`);
    if (threads.length === 0) return;
    this.#write(this.#follows ? "a" : "w", "set_event_pid", threads.join(" "));
    // Without a process in the list, all of the host's would be traced.
    if (!this.#follows) this.#write("w", "tracing_on", "1");
    this.#follows = true;
  }

  /** What was seen since the last time. Errors: `RunnerError`. */
  next(): SeenCalls {
    this.#read();
    const lost = this.#lost();
    if (lost > 0) {
      const what = say("surface.lost", { lost });
      throw new RunnerError("TRACE_LOST", what, say("surface.again"), "exec", "");
    }
    const seen = {
      calls: [...this.#calls].map(callName).sort(),
      ioctls: [...this.#ioctls].sort((one, other) => one - other),
    };
    for (const event of this.#calls) if (event !== IOCTL) this.#switch(event, "1");
    if (this.#ioctls.size > 0) this.#write("w", `events/syscalls/${IOCTL}/filter`, "0");
    this.#calls.clear();
    this.#ioctls.clear();
    return seen;
  }

  stop(): void {
    clearInterval(this.#timer);
    closeSync(this.#pipe);
  }

  /** A pid of ours means another process where isotax is itself in a PID namespace. */
  #tryOut(): void {
    this.#write("w", "set_event_pid", String(process.pid));
    this.#write("w", "tracing_on", "1");
    namesIn("/");
    this.#write("w", "tracing_on", "0");
    const text = this.#readText();
    if (!parseRecords(text).records.some(({ pid }) => pid === process.pid)) {
      throw unavailable(say("surface.not-seen"));
    }
  }

  #read(): void {
    const { records, rest } = parseRecords(this.#rest + this.#readText());
    this.#rest = rest;
    let hasNewIoctl = false;
    for (const { pid, event, command } of records) {
      if (this.#starters.has(pid) || !this.#events.has(event)) continue;
      if (event !== IOCTL && !this.#calls.has(event)) this.#switch(event, "0");
      this.#calls.add(event);
      if (command === undefined || this.#ioctls.has(command)) continue;
      this.#ioctls.add(command);
      hasNewIoctl = true;
    }
    if (!hasNewIoctl) return;
    this.#write("w", `events/syscalls/${IOCTL}/filter`, otherThan([...this.#ioctls]));
  }

  #readText(): string {
    let text = "";
    for (;;) {
      try {
        const bytes = readSync(this.#pipe, this.#buffer);
        if (bytes === 0) return text;
        text += this.#buffer.toString("latin1", 0, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EAGAIN") return text;
        throw error;
      }
    }
  }

  /** Records that were written over before they were read. */
  #lost(): number {
    return namesIn(join(this.folder, "per_cpu"))
      .map((cpu) => readFileSync(join(this.folder, "per_cpu", cpu, "stats"), "latin1"))
      .map((stats) => Number(/^overrun: (\d+)$/m.exec(stats)?.[1] ?? 0))
      .reduce((sum, lost) => sum + lost, 0);
  }

  #switch(event: string, state: "0" | "1"): void {
    this.#write("w", `events/syscalls/${event}/enable`, state);
  }

  #write(flag: "a" | "w", file: string, text: string): void {
    writeFileSync(join(this.folder, file), text, { flag });
  }
}

/** Empty if it is gone meanwhile. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
