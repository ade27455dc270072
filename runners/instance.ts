/**
 * What all targets share. A target supplies a recipe: how to prepare an
 * instance, untimed, and the command that starts it. Everything else (stamping,
 * the agent's protocol, deadlines, failures, clean-up) happens here, the same
 * way for each.
 */
import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type IsotaxError, RunnerError } from "../bench/errors.ts";
import type {
  ClockReading,
  Command,
  CpuTime,
  ExecResult,
  Facts,
  Footprint,
  Image,
  Lack,
  LoadOptions,
  LoadResult,
  Need,
  OpenSpec,
  Phase,
  PhaseName,
  Probe,
  Session,
  ShippedPart,
  StartResult,
  Target,
  TargetIdentity,
  Word,
} from "../bench/types.ts";
import type { RunContext } from "./context.ts";
import type { Handicap } from "./handicap.ts";
import { INSTANCE_ENV, type Launch, type LaunchCommand, type Starter } from "./host/launcher.ts";
import { tryRun } from "./host/process.ts";
import { oneLine, sh } from "./host/shell.ts";
import { hostPaths } from "./images/paths.ts";
import { locateTool } from "./images/servers.ts";
import type { Served } from "./network/lab.ts";

/** An instance that is ready to be started; everything untimed has been done. */
export interface Prepared {
  readonly facts: Facts;
  readonly launcher: Starter;
  /** Path of the image's tool, and of the scratch volume, as the instance sees them. */
  readonly paths: Paths;
  /**
   * The timed command; `entry` is what the instance's first process must run,
   * `interactive` whether it reads standard input. Called once, untimed.
   */
  launch(entry: readonly string[], interactive: boolean): LaunchCommand;
  /**
   * What a warm start builds on, e.g. `docker create`: done before the pause and the timed
   * window. How long it took is reported, as `prework`. Throws `RunnerError` if it fails.
   */
  before?(entry: readonly string[], interactive: boolean): Promise<void>;
  /** Written to the instance's standard input at launch, for entries that cannot be arguments. */
  stdin?(entry: readonly string[]): string;
  /** True if what arrives before the mark is lost, as on a serial line: `stdin` is given after it. */
  readonly stdinAfterInit?: boolean;
  /** Where instances speak other than on stderr (a VM's console), for failure reports. */
  consoleTail?(): string;
  /** True if the instance writes marks (`mark("init")`) before the entry's own output. */
  readonly marksInit?: boolean;
  /** True if the instance reports the entry's exit code in a mark: its tool cannot return it. */
  readonly marksExit?: boolean;
  /** How clients reach its servers; made if `OpenSpec.served` asks for it. */
  readonly network?: Served;
  /** Why its CPU time cannot be counted: part of what it is made of was there before the run. */
  readonly uncounted?: string;
  /** Removes every trace; timed as the phase `removed`. `clean`: it ended by itself, with exit code 0. */
  remove(clean: boolean): Promise<void>;
}

export interface Paths {
  tool(name: string): string;
  scratch(path: string): string;
  /** On the root filesystem, where the target does not lack a writable one. */
  root(path: string): string;
}

/** Why nothing can be written to the root of some. */
export const READ_ONLY_IMAGE = "its root is the image itself, shared by all and read-only";

export const READ_ONLY_DISK = "its root is a disk that all instances share, read-only";

/** How long an instance may take from spawn to its first byte. */
export interface Deadlines {
  readonly readyMs: number;
}

/** What a target's file says of it, whatever it is made of. */
export interface RecipeIdentity extends Pick<TargetIdentity, "id" | "title" | "adds" | "rung"> {
  /** Id of the target that `adds` refers to; native's is absent. */
  readonly below?: string;
  /** It starts from what `Prepared.before`, or the run, has made. */
  readonly warm?: boolean;
  /** Measured unless other targets are asked for. */
  readonly main?: boolean;
}

/** The identity alone, of something that is more than that. */
export function identityOf(from: RecipeIdentity): RecipeIdentity {
  const { id, title, adds, rung, below, warm, main } = from;
  return {
    ...{ id, title, adds, rung },
    ...(below === undefined ? {} : { below }),
    ...(warm === undefined ? {} : { warm }),
    ...(main === undefined ? {} : { main }),
  };
}

export interface Recipe extends RecipeIdentity, Pick<TargetIdentity, "kind" | "requires"> {
  readonly deadlines: Deadlines;
  /** Why it cannot offer what some workloads need. */
  readonly lacks?: Readonly<Partial<Record<Need, string>>>;
  probe(context: RunContext, signal: AbortSignal): Promise<Probe>;
  prepare(context: RunContext, spec: OpenSpec, signal: AbortSignal): Promise<Prepared>;
  shipped(context: RunContext, image: Image): Promise<readonly ShippedPart[]>;
  /** Of a target that starts nothing: it stands in for all that is prepared and launched. */
  made?(id: string, handicaps: readonly Handicap[]): MadeUp;
}

/** What a target does without a machine. */
export type MadeUp = Pick<Target, "probe" | "open" | "start" | "shipped">;

/**
 * Line that an instance's own init prints before the workload's first byte; a guest adds
 * the seconds that its kernel has been up.
 */
export const INIT_MARK = /^@isotax init(?: ([\d.]+))?\n/;
/** Line that an init prints after the entry has ended, with its exit code. */
export const EXIT_MARK = /\n@isotax exit (\d+)\n/;

/** Makes a target of a recipe; `below`: the ids of the rungs below it, nearest first. */
export function targetOf(
  recipe: Recipe,
  context: RunContext,
  below: readonly string[] = [],
): Target {
  const made = madeTargetOf(recipe);
  if (made !== undefined) return made;
  return {
    ...targetIdentityOf(recipe, below),
    probe: (signal) => recipe.probe(context, signal),
    shipped: (image) => recipe.shipped(context, image),
    open: async (spec, signal) => {
      const prepared = await recipe.prepare(context, spec, signal);
      const around: Surroundings = {
        count: () => context.hostCpu(),
        takes: () => context.footprint(),
        outside: hostPaths(spec.image, "/nowhere"),
      };
      return AgentSession.open(recipe, prepared, around, signal);
    },
    start: async (spec, command, signal) => {
      const fromMs = performance.now();
      const prepared = await recipe.prepare(context, spec, signal);
      return coldStart(recipe, prepared, command, signal, fromMs);
    },
  };
}

/** The target of a recipe that needs no machine; undefined for all others. */
export function madeTargetOf(recipe: Recipe): Target | undefined {
  const driver = recipe.made?.(recipe.id, []);
  return driver && { ...targetIdentityOf(recipe, []), ...driver };
}

function targetIdentityOf(recipe: Recipe, below: readonly string[]) {
  return {
    id: recipe.id,
    title: recipe.title,
    kind: recipe.kind,
    adds: recipe.adds,
    rung: recipe.rung,
    below,
    warm: recipe.warm === true,
    requires: recipe.requires,
    lacks: lacksOf(recipe),
  };
}

function lacksOf({ title, lacks = {} }: Recipe): Target["lacks"] {
  const remedy = "choose other targets for it (--targets), or leave it out (--workloads)";
  const told = Object.entries(lacks).map(([need, why]): [string, Lack] => {
    return [need, { reason: `${title}: ${why}`, remedy }];
  });
  return Object.fromEntries(told);
}

/** Stamps against the spawn, on the host's monotonic clock. */
class Lifecycle {
  readonly phases: Phase[] = [{ phase: "spawn", atNs: 0 }];
  readonly #launch: Launch;

  constructor(launch: Launch) {
    this.#launch = launch;
  }

  stamp(phase: PhaseName, atNs: bigint): void {
    this.phases.push({ phase, atNs: Number(atNs - this.#launch.spawnNs) });
  }
}

/** Kills the instance when the signal aborts or the deadline passes; says which it was. */
class Guard {
  #reason: "deadline" | "aborted" | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort: () => void;

  constructor(
    launcher: Starter,
    readonly deadlineMs: number,
    readonly signal: AbortSignal,
  ) {
    const stop = (reason: "deadline" | "aborted") => {
      this.#reason ??= reason;
      launcher.kill();
    };
    this.#timer = setTimeout(() => stop("deadline"), deadlineMs);
    this.#onAbort = () => stop("aborted");
    signal.addEventListener("abort", this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  /** Whether the instance was ended from outside. */
  get fired(): boolean {
    return this.#reason !== undefined;
  }

  release(): void {
    clearTimeout(this.#timer);
    this.signal.removeEventListener("abort", this.#onAbort);
  }

  /** The error for an instance that ended before it should have. */
  failure(recipe: Recipe, prepared: Prepared, phase: string, exitCode: number): RunnerError {
    const tail = tailOf(prepared);
    if (this.#reason === "deadline") {
      return new RunnerError(
        "TIMEOUT",
        `${recipe.id}: nothing within ${this.deadlineMs / 1000} s in phase ${phase}; the instance was ended`,
        "see the instance's last words; a busy host may need another try",
        phase,
        tail,
      );
    }
    if (this.#reason === "aborted") {
      return new RunnerError("ABORTED", `${recipe.id}: interrupted`, "run again", phase, tail);
    }
    return new RunnerError(
      "INSTANCE_DIED",
      `${recipe.id}: the instance ended in phase ${phase} with exit code ${exitCode}`,
      "see the instance's last words",
      phase,
      tail,
    );
  }
}

function tailOf(prepared: Prepared): string {
  return [prepared.launcher.stderrTail(), prepared.consoleTail?.() ?? ""]
    .filter((text) => text !== "")
    .join("\n")
    .slice(-8192);
}

/**
 * The pause before a cold start. Starts in quick succession are cheaper than single ones: moving
 * a process into a control group, or unmounting, waits for an RCU grace period, and what follows
 * within that does not wait again. What is measured is the single start, so the dust of the start
 * before must settle, and that of the preparation: it counts from where the preparation begins,
 * with a least part of it after all is prepared. Nothing is slower or faster for that least part
 * than for the whole: docs/methodology.md.
 */
export const SETTLE_MS = 50;
const LEAST_SETTLE_MS = 40;

async function settle(fromMs: number): Promise<void> {
  await sleep(Math.max(LEAST_SETTLE_MS, SETTLE_MS - (performance.now() - fromMs)));
}

async function coldStart(
  recipe: Recipe,
  prepared: Prepared,
  command: Command,
  signal: AbortSignal,
  fromMs: number,
): Promise<StartResult> {
  const { launcher } = prepared;
  let removed = false;
  const guard = new Guard(launcher, recipe.deadlines.readyMs, signal);
  try {
    const entry = command.argv.map((word) => resolveWord(word, prepared.paths));
    const start = prepared.launch(entry, false);
    const preworkNs = await prework(prepared, entry, false);
    await settle(fromMs);
    const { launch, lifecycle } = await begin(prepared, start, prepared.stdin?.(entry));
    const ready = await launch.until((output, atNs) =>
      output.length > 0 ? { end: 0, atNs } : undefined,
    );
    const exit = await launch.exited;
    if (ready === undefined) throw guard.failure(recipe, prepared, "ready", exit.exitCode);
    // Output that came before the instance had to be ended does not make it a start.
    if (guard.fired) throw guard.failure(recipe, prepared, "exited", exit.exitCode);
    // A harness that was busy may read the exit first, on its other descriptor: the output was there by then.
    lifecycle.stamp("ready", ready.atNs < exit.atNs ? ready.atNs : exit.atNs);
    lifecycle.stamp("exited", exit.atNs);
    guard.release();
    await prepared.remove(exit.exitCode === 0);
    removed = true;
    lifecycle.stamp("removed", process.hrtime.bigint());
    await launcher.close();
    const output = launch.output();
    const mark = prepared.marksExit === true ? EXIT_MARK.exec(output) : undefined;
    if (mark === null) throw guard.failure(recipe, prepared, "exited", exit.exitCode);
    return {
      lifecycle: lifecycle.phases,
      ...(preworkNs === undefined ? {} : { preworkNs }),
      stdout: mark === undefined ? output : output.slice(0, mark.index),
      exitCode: mark === undefined ? exit.exitCode : Number(mark[1]),
    };
  } finally {
    guard.release();
    if (!removed) await discard(prepared);
  }
}

/** Host nanoseconds of what precedes a warm start; undefined for a cold one. */
async function prework(
  prepared: Prepared,
  entry: readonly string[],
  interactive: boolean,
): Promise<number | undefined> {
  if (prepared.before === undefined) return undefined;
  const fromNs = process.hrtime.bigint();
  await prepared.before(entry, interactive);
  return Number(process.hrtime.bigint() - fromNs);
}

/** Launches, and waits for the instance's own init where it says that it has begun. */
async function begin(
  prepared: Prepared,
  start: LaunchCommand,
  stdin?: string,
): Promise<{ launch: Launch; lifecycle: Lifecycle }> {
  const late = prepared.stdinAfterInit === true;
  const launch = await prepared.launcher.launch(start, late ? undefined : stdin);
  const lifecycle = new Lifecycle(launch);
  if (prepared.marksInit === true) await awaitInit(launch, lifecycle);
  if (late && stdin !== undefined) launch.write(stdin);
  return { launch, lifecycle };
}

async function awaitInit(launch: Launch, lifecycle: Lifecycle): Promise<void> {
  const init = await launch.until((output, atNs) => {
    const match = INIT_MARK.exec(output);
    return match === null ? undefined : { end: match[0].length, atNs, uptime: match[1] };
  });
  if (init === undefined) return;
  if (init.uptime !== undefined) {
    // A guest's duration, not its clock: when it began is told by the host's clock at its end.
    const kernelNs = init.atNs - BigInt(Math.round(Number(init.uptime) * 1e9));
    if (kernelNs >= launch.spawnNs) lifecycle.stamp("kernel", kernelNs);
  }
  lifecycle.stamp("init", init.atNs);
}

/** Ends an instance that failed; what cannot be removed now stays in the ledger, for a sweep. */
async function discard(prepared: Prepared): Promise<void> {
  await prepared.launcher.close();
  await prepared.remove(false).catch(() => {});
}

function resolveWord(word: Word, paths: Paths, address?: string): string {
  if (typeof word === "string") return word;
  if ("address" in word) {
    if (address === undefined) throw new Error("a network was not asked for");
    return word.address.replace("%", address);
  }
  if ("client" in word) return locateTool(word.client) ?? word.client;
  if ("tool" in word) return paths.tool(word.tool);
  return "scratch" in word ? paths.scratch(word.scratch) : paths.root(word.root);
}

const EXEC_DEADLINE_MS = 300_000;
/** How long an instance may take to end by itself before it is killed. */
const EXIT_PATIENCE_MS = 10_000;

/** $1: the card's MAC address, $2: its address and prefix, $3: the way to all others. One line. */
const CONFIGURE = [
  "exec 2>&1; ip link set lo up",
  'for card in /sys/class/net/*; do read -r mac <"$card/address"; [ "$mac" != "$1" ] || name=$(basename "$card"); done',
  '[ -n "$name" ] || { echo "no card has the address $1"; exit 1; }',
  'ip link set "$name" up && ip addr add "$2" dev "$name" && ip route add 198.18.0.0/15 via "$3"',
].join("; ");

const NO_ACCOUNT = "no control group that counts it can be made";

/** What a session asks of its run. */
interface Surroundings {
  readonly count: () => CpuTime | undefined;
  readonly takes: () => Footprint | undefined;
  /** The image's tools as clients outside find them. */
  readonly outside: Paths;
}

class AgentSession implements Session {
  #closed = false;

  private constructor(
    readonly recipe: Recipe,
    readonly prepared: Prepared,
    readonly launch: Launch,
    readonly stamps: Lifecycle,
    readonly mark: string,
    readonly around: Surroundings,
  ) {}

  get facts(): Facts {
    const { facts, uncounted } = this.prepared;
    const reason = uncounted ?? (this.around.count() === undefined ? NO_ACCOUNT : undefined);
    return reason === undefined ? facts : { ...facts, "host CPU time": `not counted: ${reason}` };
  }

  get lifecycle(): readonly Phase[] {
    return this.stamps.phases;
  }

  hostCpu(): CpuTime | undefined {
    return this.prepared.uncounted === undefined ? this.around.count() : undefined;
  }

  footprint(): Footprint | undefined {
    return this.hostCpu() === undefined ? undefined : this.around.takes();
  }

  static async open(
    recipe: Recipe,
    prepared: Prepared,
    around: Surroundings,
    signal: AbortSignal,
  ): Promise<Session> {
    const guard = new Guard(prepared.launcher, recipe.deadlines.readyMs, signal);
    let opened = false;
    try {
      const mark = randomBytes(12).toString("hex");
      const { paths } = prepared;
      const entry = [paths.tool("busybox"), "sh", paths.tool("agent"), mark];
      const start = prepared.launch(entry, true);
      await prework(prepared, entry, true);
      const { launch, lifecycle } = await begin(prepared, start, prepared.stdin?.(entry));
      const hello = `${mark} ready\n`;
      const ready = await launch.until((output, atNs) =>
        output.startsWith(hello) ? { end: hello.length, atNs } : undefined,
      );
      if (ready === undefined) {
        throw guard.failure(recipe, prepared, "ready", (await launch.exited).exitCode);
      }
      lifecycle.stamp("ready", ready.atNs);
      guard.release();
      const session = new AgentSession(recipe, prepared, launch, lifecycle, mark, around);
      await session.#configure(signal);
      opened = true;
      return session;
    } finally {
      guard.release();
      if (!opened) await discard(prepared);
    }
  }

  /** Gives a guest its address: it has a card, and nobody who would tell it. */
  async #configure(signal: AbortSignal): Promise<void> {
    const words = this.prepared.network?.configure;
    if (words === undefined) return;
    const command = { argv: [{ tool: "busybox" }, "sh", "-c", CONFIGURE, "sh", ...words] };
    const { exitCode, stdout } = await this.exec(command, signal, this.recipe.deadlines.readyMs);
    if (exitCode === 0) return;
    throw new RunnerError(
      "NO_NETWORK_INSIDE",
      `${this.recipe.id}: its network card could not be set up: ${stdout.trim()}`,
      "see the instance's last words",
      "ready",
      this.stderrTail(),
    );
  }

  async exec(
    command: Command,
    signal: AbortSignal,
    deadlineMs = EXEC_DEADLINE_MS,
  ): Promise<ExecResult> {
    const guard = new Guard(this.prepared.launcher, deadlineMs, signal);
    try {
      const line = oneLine(sh`${this.#resolved(command)}`);
      const end = new RegExp(`\\n${this.mark} (\\d+)\\n`);
      const sentNs = process.hrtime.bigint();
      this.launch.write(`${line}\n`);
      const done = await this.launch.until((output, atNs) => {
        const match = end.exec(output);
        return match === null
          ? undefined
          : { end: match.index + match[0].length, match, output, atNs };
      });
      if (done === undefined) {
        const exit = await this.launch.exited;
        throw guard.failure(this.recipe, this.prepared, "exec", exit.exitCode);
      }
      return {
        stdout: done.output.slice(0, done.match.index),
        exitCode: Number(done.match[1]),
        hostNs: Number(done.atNs - sentNs),
      };
    } catch (error) {
      // The command may still run, and the agent hears nothing before it ends.
      this.prepared.launcher.kill();
      throw error;
    } finally {
      guard.release();
    }
  }

  async roundTripNs(signal: AbortSignal): Promise<number> {
    const { sentNs, atNs } = await this.#ask("@ping", "pong", signal);
    return Number(atNs - sentNs);
  }

  async clock(signal: AbortSignal): Promise<ClockReading> {
    const { sentNs, atNs, match } = await this.#ask("@clock", "([\\d.]+)", signal);
    const insideNs = Math.round(Number(match[1]) * 1e9);
    return { insideNs, askedNs: Number(sentNs), answeredNs: Number(atNs) };
  }

  async serve(command: Command, signal: AbortSignal): Promise<void> {
    await this.#ask(oneLine(sh`@serve ${this.#resolved(command)}`), "done", signal);
  }

  async stopServing(signal: AbortSignal): Promise<void> {
    await this.#ask("@stop", "done", signal);
  }

  async load(
    command: Command,
    signal: AbortSignal,
    { deadlineMs, onOutput }: LoadOptions,
  ): Promise<LoadResult> {
    const { network } = this.prepared;
    if (network === undefined) throw new Error("a network was not asked for");
    const words = command.argv.map((word) =>
      resolveWord(word, this.around.outside, network.address),
    );
    const env = INSTANCE_ENV;
    const options = { signal, timeoutMs: deadlineMs, env, ...(onOutput && { onOutput }) };
    const fromNs = process.hrtime.bigint();
    // Tied to us: no ledger knows of it.
    const argv = ["setpriv", "--pdeathsig", "KILL", ...network.client, ...words];
    try {
      const { stdout, stderr, exitCode } = await tryRun(argv, options);
      return { stdout, stderr, exitCode, hostNs: Number(process.hrtime.bigint() - fromNs) };
    } catch (error) {
      if (signal.aborted || (error as IsotaxError).code !== "TOOL_KILLED") throw error;
      throw new RunnerError(
        "TIMEOUT",
        `${this.recipe.id}: a client outside, ${basename(words[0] ?? "")}, had not ended after ${deadlineMs / 1000} s; it was ended`,
        "see the instance's last words; a busy host may need another try",
        "exec",
        this.stderrTail(),
      );
    }
  }

  #resolved(command: Command): readonly string[] {
    const { paths, network } = this.prepared;
    return command.argv.map((word) => resolveWord(word, paths, network?.listen));
  }

  /** `answer`: a regular expression. Stamped where the question was sent, and its answer came. */
  async #ask(question: string, answer: string, signal: AbortSignal) {
    const guard = new Guard(this.prepared.launcher, this.recipe.deadlines.readyMs, signal);
    try {
      const expected = new RegExp(`^${this.mark} ${answer}\n`);
      const sentNs = process.hrtime.bigint();
      this.launch.write(`${question}\n`);
      const answered = await this.launch.until((output, atNs) => {
        const match = expected.exec(output);
        return match === null ? undefined : { end: match[0].length, match, atNs };
      });
      if (answered === undefined) {
        const exit = await this.launch.exited;
        throw guard.failure(this.recipe, this.prepared, "exec", exit.exitCode);
      }
      return { sentNs, atNs: answered.atNs, match: answered.match };
    } finally {
      guard.release();
    }
  }

  stderrTail(): string {
    return tailOf(this.prepared);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { launcher } = this.prepared;
    this.launch.write("@exit\n");
    let clean = true;
    const patience = setTimeout(() => {
      clean = false;
      launcher.kill();
    }, EXIT_PATIENCE_MS);
    const exit = await this.launch.exited;
    clearTimeout(patience);
    this.stamps.stamp("exited", exit.atNs);
    try {
      await this.prepared.remove(clean && exit.exitCode === 0);
      this.stamps.stamp("removed", process.hrtime.bigint());
    } finally {
      await launcher.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
