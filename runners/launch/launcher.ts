/**
 * The launcher: a small, long-lived shell that spawns the timed processes.
 * Node's own spawn takes 1 to 3 ms, more than the start of a process or of a bare container. So a
 * `dash` is started beforehand, pinned to the target's CPUs. The timed window begins with a short
 * line that tells it to run a function that it already knows. It ends when the first byte of output
 * arrives.
 * Descriptors 0-2 are passed to the instance. Descriptor 3 carries commands in and exit codes out.
 * Descriptor 4 is the life line, whose other end only we hold: when we die, for any reason, its end
 * of file makes the shell kill the whole group.
 */
import type { ChildProcess } from "node:child_process";
import type { Duplex, Readable, Writable } from "node:stream";
import { setImmediate as eventLoopTurn } from "node:timers/promises";
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { identify, killGroup, located, spawnGroup, which } from "../host/process.ts";
import { oneLine, type ShellText, sequence, sh } from "../host/shell.ts";
import type { Entry, Ledger } from "../ledger/ledger.ts";

const SCRIPT = [
  // PR_SET_PDEATHSIG does not reach the subshells of a killed parent, so the life line is used.
  "{ read -r _ <&4; kill -KILL 0; } </dev/null >/dev/null 2>&1 3>&- &",
  "exec 4<&-",
  'while IFS= read -r line <&3; do eval "$line"; done',
].join("\n");

/** The environment of every instance, also of native: small, and always the same. */
export const INSTANCE_ENV = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LC_ALL: "C",
} as const;

const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const STDERR_TAIL_BYTES = 8 * 1024;

/** What a launcher needs from the run. */
export interface LaunchContext {
  readonly ledger: Ledger;
  /** Shell lines that move the launcher into the run's account. */
  readonly accounting: readonly ShellText[];
  /** The same for a shared service, such as a daemon. */
  readonly servicing: readonly ShellText[];
  /** Told of each launcher, whose children it follows. Absent unless system calls are traced. */
  readonly tracing?: Follower | undefined;
}

export interface Follower {
  /** `starts`: what the process itself does does not matter. */
  follow(pid: number, options: { readonly starts: boolean }): void;
}

/** The words before a daemon's command line that start it in the run's account. */
export function accounted({ servicing }: Pick<LaunchContext, "servicing">): readonly string[] {
  if (servicing.length === 0) return [];
  return ["sh", "-c", sequence([...servicing, sh`exec "$@"`], "; ").toString(), "sh"];
}

export interface LauncherOptions {
  readonly cpus: readonly number[];
  readonly context: LaunchContext;
  /** The account of an instance that stays open: `Order.account`. */
  readonly account?: { readonly join: readonly ShellText[] } | undefined;
  /** Words before the shell, e.g. to give it its own mount namespace. */
  readonly prefix?: readonly string[];
  /** The launching shell; by default dash, which starts a single command fastest. */
  readonly shell?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Shell lines run once, untimed, before the first launch. */
  readonly setup?: readonly ShellText[];
}

/** The command for the launcher. */
export type LaunchCommand = (
  | { readonly argv: readonly string[] }
  /** Shell text whose last simple command is the instance; for setup that is part of the cost. */
  | { readonly script: ShellText }
) & {
  /** The wait between the stamp and the spawn: a known slowdown, for tests of a gate. */
  readonly delayNs?: number;
};

/** Starts one instance: the launcher, or another class that can stamp in the same way. */
export interface Starter {
  /** Does all of a launch that can be done beforehand, so that nothing but the spawn is left. */
  arm?(command: LaunchCommand): Promise<void>;
  launch(command: LaunchCommand, stdin?: string): Promise<Launch>;
  /** Ends everything that it started, at once. */
  kill(): void;
  close(): Promise<void>;
  stderrTail(): string;
}

export class Launcher implements Starter {
  readonly #child: ChildProcess;
  readonly #control: Duplex;
  readonly #entry: Entry | undefined;
  readonly #waiters: ((answer: { code: number; atNs: bigint }) => void)[] = [];
  #controlText = "";
  #stderr = "";
  #current: Launch | undefined;
  #armed: LaunchCommand | undefined;
  #gone = false;
  readonly #ended: Promise<void>;

  private constructor(
    child: ChildProcess,
    private readonly context: LaunchContext,
  ) {
    this.#child = child;
    const [, stdout, stderr, control] = child.stdio as unknown as [
      Writable,
      Readable,
      Readable,
      Duplex,
    ];
    this.#control = control;
    const leader = child.pid === undefined ? undefined : identify(child.pid);
    this.#entry = leader && context.ledger.enter({ kind: "process-group", leader });
    // Each callback takes its stamp first, so that its other work is not part of the latency.
    stdout.on("data", (chunk: Buffer) => {
      const atNs = process.hrtime.bigint();
      this.#current?.received(chunk, atNs);
    });
    control.on("data", (chunk: Buffer) => {
      const atNs = process.hrtime.bigint();
      this.#answer(chunk, atNs);
    });
    stderr.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_TAIL_BYTES);
    });
    // A launcher that dies breaks its pipes. Its end is handled below.
    for (const stream of child.stdio) stream?.on("error", () => {});
    this.#ended = new Promise((resolve) => {
      child.once("error", () => this.#end(resolve));
      // "exit", not "close": an instance that outlives its launcher still holds the pipes.
      child.once("exit", () => this.#end(resolve));
    });
  }

  static async start(options: LauncherOptions): Promise<Launcher> {
    const argv = [
      "taskset",
      "--cpu-list",
      options.cpus.join(","),
      ...(options.prefix ?? []),
      ...(options.shell ?? [which("dash") ?? "/bin/sh"]),
      "-c",
      SCRIPT,
    ];
    const { accounting } = options.context;
    const lines = [...accounting, ...(options.account?.join ?? []), ...(options.setup ?? [])];
    // Lines that cannot be run fail here, before anything is started.
    lines.forEach(oneLine);
    const launcher = new Launcher(
      spawnGroup(
        argv,
        ["pipe", "pipe", "pipe", "pipe", "pipe"],
        {
          ...INSTANCE_ENV,
          ...options.env,
        },
        "/",
      ),
      options.context,
    );
    for (const line of lines) {
      const code = await launcher.run(line);
      if (code !== 0) {
        const tail = launcher.stderrTail();
        await launcher.close();
        throw new RunnerError(
          "LAUNCHER_SETUP_FAILED",
          say("host.setup-failed", {
            command: line.toString(),
            exitCode: code,
            words: tail.trim(),
          }),
          say("host.see-tool"),
          "spawn",
          tail,
        );
      }
    }
    return launcher;
  }

  /** Runs one line of shell, untimed, and returns its exit code. */
  async run(line: ShellText): Promise<number> {
    const words = oneLine(line);
    const answer = this.#nextAnswer();
    this.#control.write(`{ ${words}; }; echo $? >&3\n`);
    return (await answer).code;
  }

  /** The host nanoseconds of a round trip that spawns nothing: the cost of the channel itself. */
  async roundTripNs(): Promise<number> {
    const answer = this.#nextAnswer();
    const sentNs = process.hrtime.bigint();
    this.#control.write("echo 0 >&3\n");
    return Number((await answer).atNs - sentNs);
  }

  /** Defines the command as a function, so that the timed line is short. */
  async arm(command: LaunchCommand): Promise<void> {
    // The command is located in the caller's PATH: the instances' PATH may not have it.
    const body = "argv" in command ? sh`${located(command.argv)}` : command.script;
    await this.run(sh`go() { ${body}; }`);
    this.#armed = command;
  }

  /**
   * Starts an instance. `stdin` is written to its standard input just before, so that it is there
   * when the instance first reads.
   */
  async launch(command: LaunchCommand, stdin = ""): Promise<Launch> {
    if (this.#armed !== command) await this.arm(command);
    if (this.#gone) {
      throw new RunnerError(
        "LAUNCHER_DIED",
        say("host.launcher-died"),
        say("host.see-last-words"),
        "spawn",
        this.stderrTail(),
      );
    }
    this.#stderr = "";
    if (this.#child.pid !== undefined) {
      this.context.tracing?.follow(this.#child.pid, { starts: true });
    }
    const answer = this.#nextAnswer();
    const launch = new Launch(
      this.#child.stdio[0] as Writable,
      answer.then(({ code, atNs }) => ({ exitCode: code, atNs })),
    );
    this.#current = launch;
    if (stdin !== "") launch.write(stdin);
    launch.spawnNs = process.hrtime.bigint();
    if (command.delayNs !== undefined)
      waitUntil(launch.spawnNs + BigInt(Math.round(command.delayNs)));
    this.#control.write("go 3>&-; echo $? >&3\n");
    return launch;
  }

  stderrTail(): string {
    return this.#stderr;
  }

  /** Ends everything in the group, at once. */
  kill(): void {
    if (this.#child.pid !== undefined && !this.#gone) killGroup(this.#child.pid);
  }

  async close(): Promise<void> {
    this.kill();
    await this.#ended;
    for (const stream of this.#child.stdio) stream?.destroy();
    this.#entry?.removed();
  }

  #nextAnswer(): Promise<{ code: number; atNs: bigint }> {
    return new Promise((resolve) => {
      if (this.#gone) resolve({ code: KILLED, atNs: process.hrtime.bigint() });
      else this.#waiters.push(resolve);
    });
  }

  #answer(chunk: Buffer, atNs: bigint): void {
    this.#controlText += chunk.toString();
    const lines = this.#controlText.split("\n");
    this.#controlText = lines.pop() ?? "";
    for (const line of lines) this.#waiters.shift()?.({ code: Number(line), atNs });
  }

  #end(resolve: () => void): void {
    this.#gone = true;
    const atNs = process.hrtime.bigint();
    for (const waiter of this.#waiters.splice(0)) waiter({ code: KILLED, atNs });
    resolve();
  }
}

/** Waits without giving up the CPU: a timer's resolution is only a millisecond. */
function waitUntil(atNs: bigint): void {
  while (process.hrtime.bigint() < atNs);
}

/** A shell's exit code for a child that SIGKILL ended. */
const KILLED = 137;

export interface Exited {
  readonly exitCode: number;
  readonly atNs: bigint;
}

/** One launched instance: its output, as it comes, and its end. */
export class Launch {
  spawnNs = 0n;
  firstByteNs: bigint | undefined;
  /** Resolves when the instance has ended and all its output has been read. */
  readonly exited: Promise<Exited>;
  readonly #stdin: Writable;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #listener: (() => void) | undefined;
  #exit: Exited | undefined;

  constructor(stdin: Writable, exited: Promise<Exited>) {
    this.#stdin = stdin;
    this.exited = exited.then(async (exit) => {
      await this.#drained();
      this.#exit = exit;
      this.#listener?.();
      return exit;
    });
  }

  write(text: string): void {
    this.#stdin.write(text);
  }

  received(chunk: Buffer, atNs: bigint): void {
    this.firstByteNs ??= atNs;
    this.lastByteNs = atNs;
    this.#bytes += chunk.length;
    if (this.#bytes <= MAX_OUTPUT_BYTES) this.#chunks.push(chunk);
    this.#listener?.();
  }

  /** The arrival time of the newest output. */
  lastByteNs = 0n;

  /**
   * Waits until `find` accepts the output so far, and returns its result; undefined if the instance
   * ended first. Accepted output is not kept. Errors: `OUTPUT_TOO_LONG`, with more than 4 MiB that
   * were not accepted.
   */
  async until<T extends { readonly end: number }>(
    find: (output: string, atNs: bigint) => T | undefined,
  ): Promise<T | undefined> {
    for (;;) {
      const output = this.output();
      const found = find(output, this.lastByteNs);
      if (found !== undefined) {
        this.#replace(output.slice(found.end));
        return found;
      }
      if (this.#bytes > MAX_OUTPUT_BYTES) {
        throw new RunnerError(
          "OUTPUT_TOO_LONG",
          say("host.output-too-long", { mostBytes: MAX_OUTPUT_BYTES }),
          say("host.print-less"),
          "exec",
          "",
        );
      }
      if (this.#exit !== undefined) return undefined;
      await new Promise<void>((resolve) => {
        this.#listener = resolve;
      });
      this.#listener = undefined;
    }
  }

  /**
   * Waits until all output is read. The exit comes on another descriptor and may overtake the
   * output. Output from before the exit is in the pipe, and is read in the next turns of the event
   * loop.
   */
  async #drained(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) {
      const before = this.#bytes;
      await eventLoopTurn();
      if (this.#bytes !== before) turn = -1;
    }
  }

  output(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }

  #replace(text: string): void {
    this.#chunks.length = 0;
    this.#bytes = 0;
    if (text !== "") {
      this.#chunks.push(Buffer.from(text));
      this.#bytes = text.length;
    }
  }
}
