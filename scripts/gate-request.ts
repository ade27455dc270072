/** Makes the request of a gate from flags and configuration. Flags take precedence. */
import { sidesOf } from "../bench/campaign/gate/plan.ts";
import type {
  GateRequest,
  GateSampling,
  GateTerms,
  LikeRequest,
} from "../bench/campaign/gate/request.ts";
import { WORKLOAD as SELF_TEST_WORKLOAD } from "../bench/campaign/gate/self-test.ts";
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import type { Experiment, ProfileName } from "../bench/types.ts";
import { findRecipes } from "../runners/registry.ts";
import { wantedTarget } from "./choose-targets.ts";
import { chooseWorkloads } from "./choose-workloads.ts";
import type { Config } from "./config.ts";
import { DEFAULTS, GATE_DEFAULTS } from "./defaults.ts";
import { checkedRules } from "./margin-rules.ts";
import { imageOf, parsedShare } from "./read-config.ts";
import { parseTime } from "./units.ts";

/** The flags as commander passes them. */
export interface GateFlags {
  /**
   * Confirms targets of the baseline, or of the history's newest run, that are the user's own
   * programs.
   */
  readonly targets?: string;
  readonly workloads?: string;
  readonly profile?: ProfileName;
  readonly margin?: number;
  readonly budget?: number;
  readonly rounds?: number;
  readonly inconclusive?: "pass" | "fail";
  readonly baseline?: string;
  readonly history?: string;
  readonly anchor?: string;
  readonly accept?: string;
  readonly run?: string;
  /** The target to be slowed down, or true for the default one. */
  readonly selfTest?: string | boolean;
  /** Only says what the gate would take. */
  readonly plan?: boolean;
  readonly config?: string;
  readonly seed?: number;
  readonly out?: string;
  readonly cpus?: number;
  readonly memory?: number;
  readonly guestKernel?: string;
  readonly image?: string;
  readonly install: boolean;
  readonly json: boolean;
}

/** The self-test slows this target down by default: it needs root, but no package. */
const SELF_TEST_TARGET = "overlay";

/**
 * Everything that a gate needs, in one object. Nothing else looks at flags, configuration and
 * defaults. Errors: `IsotaxError`.
 */
export async function requestOf(from: {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly flags: GateFlags;
  readonly config: Config;
  readonly known: readonly Experiment[];
}): Promise<GateRequest> {
  const { base, head, flags, config, known } = from;
  const gate = config.gate ?? {};
  const terms: GateTerms = {
    margin: flags.margin ?? parsedShare(gate.margin),
    rules: checkedRules(gate, known),
    inconclusive: flags.inconclusive ?? gate.inconclusive,
    out: flags.out,
    json: flags.json,
    seed: flags.seed,
    install: flags.install,
    guestKernel: flags.guestKernel,
    image: flags.image ?? imageOf(config.image),
  };
  const like: LikeRequest = {
    rounds: flags.rounds ?? gate.rounds,
    targets: flags.targets,
    run: flags.run,
  };
  const asked = waysOf({ base, head, ...flags });
  // --run judges a run that is there. With sides from the configuration the gate would measure.
  const configured = flags.run === undefined ? gate : { ...gate, base: undefined, head: undefined };
  const way = asked.length === 0 ? waysOf(configured) : asked;
  if (way.length > 1) {
    throw new IsotaxError(
      "TWO_GATES",
      say("choices.two-gates", { ways: way }),
      say("choices.ask-for-one-gate"),
    );
  }
  const by = way[0] ?? (flags.run === undefined ? undefined : "--run");
  if (by !== undefined) refuseIdle(flags, by);
  const source = asked.length === 0 ? gate : { base, head, ...flags };
  switch (way[0]) {
    case "BASE HEAD": {
      const both = bothOf(source);
      const sampling = samplingOf(flags, config, known);
      const sides = sidesOf(await wantedTarget(both.base), await wantedTarget(both.head));
      const kinds = (await findRecipes(sides)).map(({ kind }) => kind);
      const mode = flags.plan === true ? "plan" : "sides";
      return { ...terms, ...sampling, mode, base: sides[0], head: sides[1], kinds };
    }
    case "--baseline":
      return { ...terms, ...like, mode: "baseline", baseline: source.baseline as string };
    case "--history":
      return {
        ...terms,
        ...like,
        mode: "history",
        history: source.history as string,
        anchor: flags.anchor ?? gate.anchor,
        accept: flags.accept?.split(",").map((id) => id.trim()) ?? gate.accept ?? [],
      };
    case "--self-test": {
      const word = typeof flags.selfTest === "string" ? flags.selfTest : SELF_TEST_TARGET;
      const target = await wantedTarget(word);
      const [recipe] = await findRecipes([target]);
      const sampling = samplingOf({ ...flags, workloads: SELF_TEST_WORKLOAD }, config, known);
      return {
        ...terms,
        ...sampling,
        mode: "self-test",
        target,
        kind: recipe?.kind ?? "primitive",
      };
    }
  }
  if (flags.run !== undefined) return { ...terms, mode: "rejudge", run: flags.run };
  if (flags.anchor !== undefined || flags.accept !== undefined) {
    throw new IsotaxError(
      "NO_HISTORY",
      say("choices.needs-history", {
        flag: flags.anchor === undefined ? "--accept" : "--anchor",
      }),
      say("choices.name-history"),
    );
  }
  throw new IsotaxError("NO_SIDES", say("choices.no-sides"), say("choices.name-sides"));
}

/** How much is measured: by flags, else by the configuration, else by defaults. */
function samplingOf(
  flags: GateFlags,
  { gate = {}, cpus, memory }: Config,
  known: readonly Experiment[],
): GateSampling {
  const words = flags.workloads ?? gate.workloads?.join(",") ?? GATE_DEFAULTS.workloads;
  const budgetMs = flags.budget ?? (gate.budget === undefined ? undefined : parseTime(gate.budget));
  return {
    workloads: chooseWorkloads(words, known),
    profile: flags.profile ?? gate.profile ?? DEFAULTS.profile,
    rounds: flags.rounds ?? gate.rounds ?? GATE_DEFAULTS.rounds,
    budgetMs: budgetMs ?? GATE_DEFAULTS.budgetMs,
    cpus: flags.cpus ?? cpus ?? DEFAULTS.cpus,
    memoryMiB: flags.memory ?? memory ?? DEFAULTS.memoryMiB,
  };
}

/** Flags without an effect, for each way to compare. */
const IDLE: Readonly<Record<string, readonly (keyof GateFlags)[]>> = {
  "BASE HEAD": ["run", "anchor", "accept", "targets"],
  "--baseline": ["anchor", "accept", "workloads", "profile", "budget", "cpus", "memory", "plan"],
  "--history": ["workloads", "profile", "budget", "cpus", "memory", "plan"],
  "--self-test": [
    "plan",
    "run",
    "anchor",
    "accept",
    "workloads",
    "inconclusive",
    "json",
    "targets",
  ],
  "--run": ["anchor", "accept", "margin", "plan"],
};

/** Flags that say how to measure. With --run nothing is measured. */
const MEASURING: readonly (keyof GateFlags)[] = [
  "workloads",
  "profile",
  "budget",
  "rounds",
  "seed",
  "cpus",
  "memory",
  "guestKernel",
  "image",
  "targets",
];

/**
 * Refuses flags without an effect. The configuration is for all gates, so parts of it may have
 * none.
 */
function refuseIdle(flags: GateFlags, way: string): void {
  const judges = flags.run !== undefined && !IDLE[way]?.includes("run");
  const all = new Set([...(IDLE[way] ?? []), ...(judges ? MEASURING : [])]);
  const idle = [...all].filter((flag) => flags[flag] !== undefined && flags[flag] !== false);
  if (idle.length === 0) return;
  const names = idle.map((flag) => `--${kebab(flag)}`);
  throw new IsotaxError(
    "IDLE_FLAG",
    say("choices.idle-flags", { flags: names, way, ofRun: judges && way !== "--run" }),
    say("choices.leave-flags-out"),
  );
}

function kebab(flag: string): string {
  return flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

interface Source {
  readonly base?: string | undefined;
  readonly head?: string | undefined;
  readonly baseline?: string | undefined;
  readonly history?: string | undefined;
  readonly selfTest?: string | boolean | undefined;
}

function waysOf({ base, head, baseline, history, selfTest }: Source): readonly string[] {
  return [
    ...(base === undefined && head === undefined ? [] : ["BASE HEAD"]),
    ...(baseline === undefined ? [] : ["--baseline"]),
    ...(history === undefined ? [] : ["--history"]),
    ...(selfTest === undefined || selfTest === false ? [] : ["--self-test"]),
  ];
}

function bothOf({ base, head }: Source): { base: string; head: string } {
  if (base !== undefined && head !== undefined) return { base, head };
  throw new IsotaxError(
    "ONE_SIDE",
    say("choices.one-side", { side: base ?? head ?? "" }),
    say("choices.name-other-side"),
  );
}
