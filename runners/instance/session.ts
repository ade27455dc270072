/** An open instance, in which an agent waits for commands: runners/agent/agent.sh. */
import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { type IsotaxError, RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type {
  ClockReading,
  Command,
  CpuTime,
  ExecResult,
  Facts,
  Footprint,
  LoadOptions,
  LoadResult,
  Phase,
  Session,
  Usage,
} from "../../bench/types.ts";
import { tryRun } from "../host/process.ts";
import { oneLine, sh } from "../host/shell.ts";
import { INSTANCE_ENV, type Launch } from "../launch/launcher.ts";
import { Guard, tailOf } from "./guard.ts";
import { begin, discard, type Lifecycle, prework } from "./launch.ts";
import type { Paths, Prepared, Recipe } from "./recipe.ts";
import { resolveWord } from "./words.ts";

const EXEC_DEADLINE_MS = 300_000;
/** How long an instance may take to end by itself before it is killed. */
const EXIT_PATIENCE_MS = 10_000;

/** $1: the card's MAC address, $2: its address and prefix, $3: the gateway. All on one line. */
const CONFIGURE = [
  "exec 2>&1; ip link set lo up",
  'for card in /sys/class/net/*; do read -r mac <"$card/address"; [ "$mac" != "$1" ] || name=$(basename "$card"); done',
  '[ -n "$name" ] || { echo "no card has the address $1"; exit 1; }',
  'ip link set "$name" up && ip addr add "$2" dev "$name" && ip route add 198.18.0.0/15 via "$3"',
].join("; ");

const NO_ACCOUNT = say("instances.no-account");

/** What a session needs from its run. */
export interface SessionSurroundings {
  readonly count: () => CpuTime | undefined;
  readonly takes: () => Footprint | undefined;
  /** `own`: the names of the control groups that the instance's tool made. */
  readonly usage: (
    own: readonly string[],
    options: { readonly memory: boolean },
  ) => Usage | undefined;
  /** Called when the launcher has ended. */
  readonly left: () => Promise<void>;
  /** The image's tools as clients outside the instance find them. */
  readonly outside: Paths;
}

export class AgentSession implements Session {
  #closed = false;
  /** Read when it is first needed. */
  #groups: readonly string[] | undefined;

  private constructor(
    readonly recipe: Recipe,
    readonly prepared: Prepared,
    readonly launch: Launch,
    readonly stamps: Lifecycle,
    readonly mark: string,
    readonly around: SessionSurroundings,
  ) {}

  get facts(): Facts {
    const { facts, uncounted } = this.prepared;
    const reason = uncounted ?? (this.around.count() === undefined ? NO_ACCOUNT : undefined);
    if (reason === undefined) return facts;
    return { ...facts, "host CPU time": say("instances.cpu-time-not-counted", { reason }) };
  }

  get address(): string | undefined {
    return this.prepared.network?.address;
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

  usage({ memory = false } = {}): Usage | undefined {
    if (this.prepared.uncounted !== undefined || this.#closed) return undefined;
    this.#groups ??= this.prepared.cgroups?.(this.mark) ?? [];
    return this.around.usage(this.#groups, { memory });
  }

  static async open(
    recipe: Recipe,
    prepared: Prepared,
    around: SessionSurroundings,
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
      const { launch, lifecycle } = await begin(prepared, start, entry);
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
      if (!opened) {
        await discard(prepared);
        await around.left().catch(() => {});
      }
    }
  }

  /** Gives a guest its address: nothing else sets up its network card. */
  async #configure(signal: AbortSignal): Promise<void> {
    const words = this.prepared.network?.configure;
    if (words === undefined) return;
    const command = { argv: [{ tool: "busybox" }, "sh", "-c", CONFIGURE, "sh", ...words] };
    const { exitCode, stdout } = await this.exec(command, signal, this.recipe.deadlines.readyMs);
    if (exitCode === 0) return;
    throw new RunnerError(
      "NO_NETWORK_INSIDE",
      say("instances.no-network-inside", { target: this.recipe.id, said: stdout.trim() }),
      say("instances.see-last-words"),
      "ready",
      this.stderrTail(),
    );
  }

  async exec(
    command: Command,
    signal: AbortSignal,
    deadlineMs = EXEC_DEADLINE_MS,
  ): Promise<ExecResult> {
    // Before anything is sent: a command that names what is not there does no harm to the instance.
    const line = oneLine(sh`${this.#resolved(command)}`);
    const guard = new Guard(this.prepared.launcher, deadlineMs, signal);
    try {
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
      // The command may still run, and the agent reads nothing before it ends.
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
    // The client dies with us, because it is in no ledger.
    const argv = ["setpriv", "--pdeathsig", "KILL", ...network.client, ...words];
    try {
      const { stdout, stderr, exitCode } = await tryRun(argv, options);
      return { stdout, stderr, exitCode, hostNs: Number(process.hrtime.bigint() - fromNs) };
    } catch (error) {
      if (signal.aborted || (error as IsotaxError).code !== "TOOL_KILLED") throw error;
      const [target, client] = [this.recipe.id, basename(words[0] ?? "")];
      throw new RunnerError(
        "TIMEOUT",
        say("instances.client-deadline", { target, client, deadlineMs }),
        say("instances.busy-host"),
        "exec",
        this.stderrTail(),
      );
    }
  }

  #resolved(command: Command): readonly string[] {
    const { paths, network } = this.prepared;
    return command.argv.map((word) => resolveWord(word, paths, network?.listen));
  }

  /**
   * Sends a question to the agent. `answer`: a regular expression. Returns when the question was
   * sent and when the answer arrived.
   */
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
      await this.around.left();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
