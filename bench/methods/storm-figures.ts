/** What a storm is measured by: its metrics and its check, and their values of its steps. */
import { asMessage } from "../errors.ts";
import { say } from "../messages.ts";
import { latencyMetric, rateMetric } from "../metrics.ts";
import { quantile } from "../stats/quantile.ts";
import type {
  BegunStart,
  Check,
  HostLook,
  Message,
  Metric,
  Observation,
  Params,
} from "../types.ts";
import type { Loop } from "./storm.ts";

/** Starts in one loop, at one load. */
export interface Step {
  readonly loop: Loop;
  /** `dueNs`: when it was to begin. */
  readonly lived: readonly (BegunStart & { readonly dueNs: bigint })[];
  /** Those that failed are among them. */
  readonly asked: number;
  readonly failures: readonly Error[];
  /** From the first spawn to the last end. */
  readonly wallNs: number;
  readonly before: HostLook;
  readonly after: HostLook;
}

const CLOSED = { how: "curve", along: "in-flight" } as const;
const OPEN = { how: "curve", along: "load" } as const;
const DETAIL = { role: "detail", against: "none", gated: false } as const;

export const METRICS: readonly Metric[] = [
  rateMetric("rate.most", { gated: false }),
  rateMetric("rate", { ...DETAIL, fold: CLOSED, drawn: "start-rate" }),
  latencyMetric("ready", { ...DETAIL, fold: CLOSED, drawn: "first-byte" }),
  { ...tail("ready.p99", "ready", CLOSED), drawn: "first-byte-p99" },
  tail("ready.p999", "ready", CLOSED),
  latencyMetric("cpu", { ...DETAIL, fold: CLOSED, drawn: "start-cpu" }),
  latencyMetric("host-cpu", { ...DETAIL, fold: CLOSED }),
  { ...share("of-limit", "higher"), drawn: "cpu-share" },
  share("stalled.cpu", "lower"),
  share("stalled.memory", "lower"),
  share("stalled.io", "lower"),
  count("starts", "neither", CLOSED),
  count("failed", "lower", CLOSED),
  { ...count("waiting", "lower", { how: "curve", along: "for" }), waits: true },
  rateMetric("open.rate", { ...DETAIL, better: "neither", fold: OPEN }),
  latencyMetric("open.ready", { ...DETAIL, fold: OPEN }),
  tail("open.ready.p99", "open.ready", OPEN),
  latencyMetric("open.late.p99", { ...DETAIL, fold: OPEN }),
  count("open.starts", "neither", OPEN),
  count("open.failed", "lower", OPEN),
];

function tail(id: string, of: string, fold: Metric["fold"] & {}): Metric {
  return latencyMetric(id, { role: "tail", of, against: "none", gated: false, fold });
}

function share(id: string, better: Metric["better"]): Metric {
  return { id, unit: "ratio", better, ...DETAIL, fold: CLOSED };
}

function count(id: string, better: Metric["better"], fold: Metric["fold"] & {}): Metric {
  return { id, unit: "count", better, ...DETAIL, fold };
}

/** The host's CPU time is counted in ticks of 10 ms: of a shorter look they would say little. */
const LEAST_LOOK_NS = 500e6;

/** Fewer starts have no such percentile. */
const FEWEST_FOR_P99 = 100;
const FEWEST_FOR_P999 = 1000;

/** The first step that was not taken: the host has no memory for it, or it would take too long. */
export interface LeftOut {
  readonly inFlight: number;
  readonly why: Message;
}

/** A step whose tasks were looked at again and again: what each waited for. */
export interface Watched {
  readonly step: Step;
  readonly looks: readonly (readonly string[])[];
}

/** `cpus`: how many the instances share. */
export function figuresOf(
  steps: readonly Step[],
  watched: Watched,
  leftOut: LeftOut | undefined,
  cpus: number,
): readonly Observation[] {
  const rates = steps.filter(({ loop }) => loop.kind === "closed").map(rateOf);
  return [
    { metric: "rate.most", values: [Math.max(...rates)], clock: "host" },
    ...steps.flatMap((step) => (step.loop.kind === "closed" ? closed(step, cpus) : open(step))),
    ...waiting(watched),
    allLived([...steps, watched.step]),
    {
      check: "storm.all-steps",
      holds: leftOut === undefined ? "yes" : "no",
      evidence:
        leftOut === undefined
          ? say("evidence.all-steps", { steps: steps.length })
          : say("evidence.left-out", { ...leftOut }),
    },
  ];
}

export function rateOf({ lived, wallNs }: Pick<Step, "lived" | "wallNs">): number {
  return wallNs === 0 ? 0 : (1e9 * lived.length) / wallNs;
}

function closed(step: Step, cpus: number): readonly Observation[] {
  const { loop, lived, asked, failures, before, after } = step;
  if (loop.kind !== "closed") return [];
  const at = { "in-flight": loop.inFlight };
  const ready = lived.map(({ dueNs, readyNs }) => Number(readyNs - dueNs));
  const each = (ns: number) => ns / lived.length;
  const runNs =
    before.runCpuNs === undefined || after.runCpuNs === undefined
      ? undefined
      : after.runCpuNs - before.runCpuNs;
  const lookedNs = Number(after.atNs - before.atNs);
  const stalled = (["cpu", "memory", "io"] as const).flatMap((resource) => {
    const [from, until] = [before.stalledNs?.[resource], after.stalledNs?.[resource]];
    if (from === undefined || until === undefined) return [];
    return [value(`stalled.${resource}`, at, (until - from) / lookedNs)];
  });
  return [
    value("rate", at, rateOf(step)),
    { metric: "ready", at, values: ready, clock: "host" },
    ...tails("ready", at, ready),
    ...(runNs === undefined
      ? []
      : [value("cpu", at, each(runNs)), value("of-limit", at, runNs / (cpus * lookedNs))]),
    ...(lookedNs < LEAST_LOOK_NS
      ? []
      : [value("host-cpu", at, Math.max(0, each(after.othersCpuNs - before.othersCpuNs)))]),
    ...stalled,
    value("starts", at, asked),
    value("failed", at, failures.length),
  ];
}

function open({ loop, lived, asked, failures }: Step): readonly Observation[] {
  if (loop.kind !== "open") return [];
  const at = { load: loop.load };
  const ready = lived.map(({ dueNs, readyNs }) => Number(readyNs - dueNs));
  const late = lived.map(({ dueNs, spawnNs }) => Number(spawnNs - dueNs));
  return [
    value("open.rate", at, loop.rate),
    { metric: "open.ready", at, values: ready, clock: "host" },
    ...tails("open.ready", at, ready).filter(({ metric }) => metric !== "open.ready.p999"),
    value("open.late.p99", at, quantile(late, 0.99)),
    value("open.starts", at, asked),
    value("open.failed", at, failures.length),
  ];
}

/** Of what tasks waited for, what they did most. */
const MOST_WAITS = 6;

/** How many tasks waited for what, in the mean of all looks. */
function waiting({ looks }: Watched): readonly Observation[] {
  const counts = new Map<string, number>();
  for (const word of looks.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_WAITS)
    .map(([word, times]) => value("waiting", { for: word }, times / looks.length));
}

function tails(metric: string, at: Params, ns: readonly number[]) {
  return [
    ...(ns.length < FEWEST_FOR_P99 ? [] : [value(`${metric}.p99`, at, quantile(ns, 0.99))]),
    ...(ns.length < FEWEST_FOR_P999 ? [] : [value(`${metric}.p999`, at, quantile(ns, 0.999))]),
  ];
}

function value(metric: string, at: Params, one: number) {
  return { metric, at, values: [one], clock: "host" as const };
}

/** Nothing is lost that was asked for. */
function allLived(steps: readonly Step[]): Check {
  const asked = steps.reduce((sum, step) => sum + step.asked, 0);
  const failures = steps.flatMap((step) => step.failures);
  const [first] = failures;
  const counts = { asked, lived: asked - failures.length };
  return {
    check: "storm.all-lived",
    holds: first === undefined ? "yes" : "no",
    evidence:
      first === undefined
        ? say("evidence.all-lived", counts)
        : say("evidence.not-all-lived", { ...counts, first: asMessage(first) }),
  };
}
