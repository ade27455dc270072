/** A target that starts nothing: it reports what its script says, and time is virtual. */
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../bench/errors.ts";
import { hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type {
  ClockReading,
  Command,
  CpuTime,
  ExecResult,
  Facts,
  Footprint,
  OpenSpec,
  Phase,
  Session,
  StartResult,
  Usage,
} from "../../bench/types.ts";
import type { MadeUp } from "../instance/recipe.ts";
import type { Handicap } from "../launch/handicap-name.ts";
import { fakeOutput } from "./output.ts";
import type { Failure, FakeEvent, FakeScript, TimedPhase } from "./script.ts";

const FAKE_FACTS: Facts = { times: say("fake.times") };

/**
 * The functions of a target with this script. `id`: its name in errors, and the seed of its
 * scatter.
 */
export function fakeDriver(id: string, script: FakeScript, handicaps: readonly Handicap[]): MadeUp {
  const fake = new Fake(id, script, handicaps);
  return {
    probe: async () => {
      if (!script.unavailable) return { ok: true, facts: FAKE_FACTS };
      return { ok: false, reason: say("fake.not-there"), remedy: SCRIPTED };
    },
    open: (spec, signal) => fake.open(spec, signal),
    start: (spec, command, signal) => fake.start(command, spec, signal),
    shipped: async ({ tools }) => [
      { part: "made up", shippedBytes: 1e6 * tools.length, diskBytes: 2e6 * tools.length },
    ],
  };
}

/** The durations of a command inside, and of a round trip to the agent. */
const EXEC_NS = 10e6;
const ROUND_TRIP_NS = 20_000;
const USER_SHARE = 0.8;

class Fake {
  readonly #counts = new Map<FakeEvent, number>();
  instances = 0;

  constructor(
    readonly id: string,
    readonly script: FakeScript,
    readonly handicaps: readonly Handicap[],
  ) {}

  async start(command: Command, spec: OpenSpec, signal: AbortSignal): Promise<StartResult> {
    const number = this.#count("start", 1);
    const failure = await this.failure("start", number, signal);
    const lifecycle = this.lifecycle("start", number);
    if (failure === "exit") return { lifecycle, stdout: "", exitCode: 3 };
    return { lifecycle, stdout: this.output(command, spec, 1, failure), exitCode: 0 };
  }

  async open(spec: OpenSpec, signal: AbortSignal): Promise<Session> {
    // The first opening is the check before the run.
    const number = this.#count("open", 0);
    const failure = await this.failure("open", number, signal);
    if (failure !== undefined) throw this.#died("ready");
    this.instances++;
    return new FakeSession(this, spec, this.lifecycle("open", number), number > 0);
  }

  /** How an event fails; undefined if it does not. It may never return. Errors: `RunnerError`. */
  async failure(
    event: FakeEvent,
    number: number,
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    // Without this a run of fakes alone would never handle an interrupt.
    await nextTurn();
    signal.throwIfAborted();
    const scripted = this.script.failures.find((one) => {
      return one.event === event && one.first <= number && number <= one.last;
    });
    if (scripted?.failure === "hang") await sleep(LONG_MS, undefined, { signal });
    if (scripted?.failure === "died") throw this.#died(event);
    if (scripted?.failure === "timeout") {
      throw new RunnerError(
        "TIMEOUT",
        say("fake.deadline", { target: this.id, event, number }),
        SCRIPTED,
        event,
        "",
      );
    }
    const fails = this.handicaps.some(
      (handicap) => handicap.kind === "fail" && this.happens(event, number, handicap),
    );
    if (fails && number > 0) throw this.#died(event);
    return scripted?.failure;
  }

  /** Whether a handicap that befalls some events befalls this one. */
  happens(event: FakeEvent, number: number, handicap: Handicap): boolean {
    if (!("share" in handicap) || handicap.kind === "throttle") return true;
    const hash = hashJson([this.id, this.script.seed, event, number, handicap]);
    return Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32 < handicap.share;
  }

  /** The next number of an event. */
  count(event: FakeEvent): number {
    return this.#count(event, 1);
  }

  #count(event: FakeEvent, first: number): number {
    const number = this.#counts.get(event) ?? first;
    this.#counts.set(event, number + 1);
    return number;
  }

  #died(phase: string): RunnerError {
    return new RunnerError(
      "INSTANCE_DIED",
      say("fake.died", { target: this.id, phase }),
      SCRIPTED,
      phase,
      "",
    );
  }

  /** The phases of one start, slower or faster as a whole. */
  lifecycle(event: FakeEvent, number: number): readonly Phase[] {
    const factor = this.factor(event, number);
    const slowed = (atNs: number) =>
      this.handicaps.reduce(
        (ns, handicap) => slowedBy(ns, handicap, this.happens(event, number, handicap)),
        atNs * factor,
      );
    return [
      { phase: "spawn", atNs: 0 },
      ...this.script.phases.map(({ phase, atNs }) => ({ phase, atNs: slowed(atNs) })),
    ];
  }

  /** The factor of a time: lognormal, and the same for the same event of the same script. */
  factor(event: FakeEvent, number: number): number {
    const { scatter, seed } = this.script;
    const hash = hashJson([this.id, seed, event, number]);
    const uniform = (from: number) =>
      (Number.parseInt(hash.slice(from, from + 8), 16) + 1) / 2 ** 32;
    const normal = Math.sqrt(-2 * Math.log(uniform(0))) * Math.cos(2 * Math.PI * uniform(8));
    return Math.exp(scatter * normal);
  }

  output(command: Command, spec: OpenSpec, speed: number, failure: Failure | undefined): string {
    // biome-ignore lint/plugin: what a made-up tool prints
    if (failure === "output") return "other output than was asked for\n";
    const output = fakeOutput(command, spec, speed);
    if (output !== undefined) return output;
    const words = command.argv.map((word) =>
      typeof word === "string" ? word : JSON.stringify(word),
    );
    throw new RunnerError(
      "NO_OUTPUT",
      say("fake.other-command", { target: this.id, command: words.join(" ").slice(0, 200) }),
      say("fake.choose-main"),
      "exec",
      "",
    );
  }
}

/** Longer than anybody waits. The timer keeps the process alive. */
const LONG_MS = 2 ** 31 - 1;

const SCRIPTED = say("fake.scripted");

/** The duration of an fsync on a disk of medium speed. */
const FSYNC_NS = 1e6;

function slowedBy(atNs: number, handicap: Handicap, happens: boolean): number {
  switch (handicap.kind) {
    case "spin":
    case "delay":
      return atNs + handicap.ns;
    case "fsync":
      return atNs + FSYNC_NS;
    case "throttle":
      return atNs / handicap.share;
    case "stall":
      return happens ? atNs + handicap.ns : atNs;
    case "fail":
      return atNs;
  }
}

class FakeSession implements Session {
  readonly facts = FAKE_FACTS;
  readonly lifecycle: Phase[];
  readonly #end: readonly Phase[];
  #nowNs: number;
  #closed = false;

  constructor(
    readonly fake: Fake,
    readonly spec: OpenSpec,
    phases: readonly Phase[],
    /** Whether its commands are those of workloads. */
    readonly counts: boolean,
  ) {
    this.lifecycle = phases.filter(({ phase }) => !ENDS.includes(phase));
    this.#end = phases.filter(({ phase }) => ENDS.includes(phase));
    this.#nowNs = this.lifecycle.at(-1)?.atNs ?? 0;
  }

  async exec(command: Command, signal: AbortSignal): Promise<ExecResult> {
    const number = this.counts ? this.fake.count("exec") : 0;
    const failure = await this.fake.failure("exec", number, signal);
    const factor = this.fake.factor("exec", number);
    const speed = this.fake.script.speed / factor;
    const hostNs = EXEC_NS / speed;
    this.#nowNs += hostNs;
    if (failure === "exit") return { stdout: "", exitCode: 3, hostNs };
    return { stdout: this.fake.output(command, this.spec, speed, failure), exitCode: 0, hostNs };
  }

  async roundTripNs(): Promise<number> {
    this.#nowNs += ROUND_TRIP_NS;
    return ROUND_TRIP_NS;
  }

  async clock(): Promise<ClockReading> {
    const askedNs = this.#nowNs;
    this.#nowNs += ROUND_TRIP_NS;
    return { insideNs: askedNs + ROUND_TRIP_NS / 2, askedNs, answeredNs: this.#nowNs };
  }

  hostCpu(): CpuTime {
    const usageNs = this.#nowNs;
    const userNs = USER_SHARE * usageNs;
    return { usageNs, userNs, systemNs: usageNs - userNs };
  }

  footprint(): Footprint {
    return {
      pss: pssOf(this.fake.instances),
      availableBytes: 8192 * MIB - 5 * MIB * this.fake.instances,
      diskUsedBytes: MIB * this.fake.instances,
    };
  }

  usage({ memory = false }: { readonly memory?: boolean } = {}): Usage {
    return {
      own: { cpu: this.hostCpu(), ...(memory && { memory: { pss: pssOf(1) } }) },
      shared: { cpu: NO_TIME, ...(memory && { memory: { pss: pssOf(0) } }) },
    };
  }

  async serve(): Promise<void> {
    throw unserved(this.fake.id);
  }

  async stopServing(): Promise<void> {}

  async load(): Promise<never> {
    throw unserved(this.fake.id);
  }

  stderrTail(): string {
    return "";
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.fake.instances--;
    const opened = this.lifecycle.at(-1)?.atNs ?? 0;
    const workNs = this.#nowNs - opened;
    for (const { phase, atNs } of this.#end) this.lifecycle.push({ phase, atNs: atNs + workNs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

const MIB = 2 ** 20;
const NO_TIME: CpuTime = { usageNs: 0, userNs: 0, systemNs: 0 };

function pssOf(instances: number): Footprint["pss"] {
  return { anonBytes: 4 * MIB * instances, fileBytes: MIB, shmemBytes: 0 };
}

const ENDS: readonly (TimedPhase | Phase["phase"])[] = ["exited", "removed"];

function unserved(id: string): RunnerError {
  return new RunnerError(
    "NO_NETWORK",
    say("fake.no-network-of", { target: id }),
    SCRIPTED,
    "exec",
    "",
  );
}

export const NO_NETWORK = say("fake.no-network");
