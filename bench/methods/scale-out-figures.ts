/** What scaling out is measured by: its metrics and checks, and their values of a log. */
import { say } from "../messages.ts";
import { latencyMetric } from "../metrics.ts";
import { type LoadRequest, parsePhasedLoad } from "../tools/open-load.ts";
import type { Check, Metric, Observation } from "../types.ts";
import type { Change, Controlled } from "./controller.ts";
import { type Objective, type Replicas, scalingJudged } from "./scaling.ts";

/** What was done to which services. */
export interface ScaledOut extends Controlled {
  readonly services: readonly string[];
  readonly loaded: string;
  /** How long the load was low, high, and low again. */
  readonly phasesMs: readonly [low: number, high: number, after: number];
  /** How long an instance works for an answer. */
  readonly workMs: number;
}

/** Instances that the low and the high load need. */
const NEEDED = { low: 1, high: 2 };

/** Of the answers in a window, 95% within five times the work. */
const WINDOW_NS = 200e6;
const WINDOWS = 10;
/** For so long the objective is met. */
export const WINDOWS_MS = (WINDOWS * WINDOW_NS) / 1e6;
const IN_TIME = 0.95;
const TIMES_THE_WORK = 5;

const ALONE = { against: "none", gated: false } as const;
const DETAIL = { ...ALONE, role: "detail" } as const;

export const METRICS: readonly Metric[] = [
  latencyMetric("met", { ...ALONE, moment: "objective-met" }),
  latencyMetric("crossed", { ...DETAIL, moment: "load-seen" }),
  latencyMetric("decided", { ...DETAIL, moment: "scale-decided" }),
  latencyMetric("ready", { ...DETAIL, moment: "instance-ready" }),
  latencyMetric("joined", { ...DETAIL, moment: "instance-joined" }),
  latencyMetric("missed", DETAIL),
  { id: "lost", unit: "count", better: "lower", ...DETAIL },
  latencyMetric("excess", DETAIL),
  latencyMetric("left", DETAIL),
  latencyMetric("gone", DETAIL),
  { id: "grown", unit: "count", better: "neither", ...DETAIL },
  { id: "rate.high", unit: "ops/s", better: "neither", ...DETAIL },
];

/** `stdout`: of the load. Errors: `ParseError`. */
export function figuresOf(stdout: string, of: ScaledOut): readonly Observation[] {
  const { crossedNs, grown, shrunk, services, loaded } = of;
  const { fromNs, rates, requests } = parsePhasedLoad(stdout);
  const [lowMs, highMs, afterMs] = of.phasesMs;
  const [stepNs, backNs] = [lowMs * 1e6, (lowMs + highMs) * 1e6];
  const endNs = backNs + afterMs * 1e6;
  const since = (atNs: bigint, fromWhenNs: number) => Number(atNs - fromNs) - fromWhenNs;
  const stamp = (change: Change | undefined, step: string, fromWhenNs: number) => {
    const found = change?.steps.find((one) => one.step === step);
    return change && found && since(change.beganNs, fromWhenNs) + found.atNs;
  };
  const [first] = grown;
  const [taken] = shrunk;
  const { metNs, missedNs, lost, excessNs } = scalingJudged(
    {
      requests: requests.filter(({ service }) => service === loaded),
      stepNs,
      backNs,
      endNs,
      replicas: replicasOf(grown, shrunk, (atNs) => since(atNs, 0)),
      needed: NEEDED,
    },
    objectiveOf(of),
  );
  return [
    ...value("met", metNs),
    ...value("crossed", crossedNs === undefined ? undefined : since(crossedNs, stepNs)),
    ...value("decided", first && since(first.decidedNs, stepNs)),
    ...value("ready", stamp(first, "ready", stepNs)),
    ...value("joined", stamp(first, "joined", stepNs)),
    ...value("missed", missedNs),
    ...value("lost", lost),
    ...value("excess", excessNs),
    ...value("left", stamp(taken, "left", backNs)),
    ...value("gone", stamp(taken, "gone", backNs)),
    ...value("grown", grown.length),
    ...value("rate.high", rates[loaded]?.[1]),
    metCheck(metNs),
    onlyLoaded(requests, services, loaded),
  ];
}

function objectiveOf({ workMs }: ScaledOut): Objective {
  const withinNs = TIMES_THE_WORK * workMs * 1e6;
  return { windowNs: WINDOW_NS, share: IN_TIME, withinNs, windows: WINDOWS };
}

/** Absent where it did not happen. What came before its time is no time at all. */
function value(metric: string, one: number | undefined): readonly Observation[] {
  return one === undefined || one < 0 ? [] : [{ metric, values: [one], clock: "host" }];
}

function replicasOf(
  grown: readonly Change[],
  shrunk: readonly Change[],
  since: (atNs: bigint) => number,
): readonly Replicas[] {
  const at = ({ beganNs, steps }: Change, step: string) =>
    since(beganNs) + (steps.find((one) => one.step === step)?.atNs ?? 0);
  const changes = [
    ...grown.map((change) => ({ atNs: at(change, "joined"), by: 1 })),
    ...shrunk.map((change) => ({ atNs: at(change, "gone"), by: -1 })),
  ].sort((a, b) => a.atNs - b.atNs);
  let count = 1;
  return [
    { atNs: 0, count },
    ...changes.map(({ atNs, by }) => {
      count += by;
      return { atNs, count };
    }),
  ];
}

function metCheck(metNs: number | undefined): Check {
  return {
    check: "scaled.objective-met",
    holds: metNs === undefined ? "no" : "yes",
    evidence: metNs === undefined ? say("evidence.not-met") : say("evidence.met", { metNs }),
  };
}

/** Only the loaded service may change: the others' answers come from one process each. */
function onlyLoaded(
  requests: readonly LoadRequest[],
  services: readonly string[],
  loaded: string,
): Check {
  const processesOf = (service: string) =>
    new Set(requests.flatMap((one) => (one.service === service && one.by ? [one.by.instance] : [])))
      .size;
  const others = services.filter((service) => service !== loaded);
  const counts = others.map(processesOf);
  const areSame = counts.every((count) => count === 1);
  const isKnown = counts.every((count) => count > 0) && processesOf(loaded) > 1;
  // Where no other instance of the loaded service answered, nothing was scaled.
  const holds = counts.some((count) => count > 1) ? "no" : areSame && isKnown ? "yes" : "unknown";
  return {
    check: "scaled.only-loaded",
    holds,
    evidence: say("evidence.processes-of", {
      loaded: processesOf(loaded),
      others: Math.max(...counts),
    }),
  };
}
