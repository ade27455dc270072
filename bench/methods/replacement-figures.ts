/** What a replacement is measured by: its metrics and checks, and their values of a judgement. */
import { say } from "../messages.ts";
import { latencyMetric } from "../metrics.ts";
import type { Check, Metric, Observation, ReplacementStep } from "../types.ts";
import type { Judgement } from "./replacement.ts";

const ALONE = { against: "none", gated: false } as const;
const DETAIL = { ...ALONE, role: "detail" } as const;

export const METRICS: readonly Metric[] = [
  latencyMetric("replaced", ALONE),
  latencyMetric("gap", ALONE),
  { id: "failed", unit: "count", better: "lower", role: "headline", ...ALONE },
  latencyMetric("ready", DETAIL),
  latencyMetric("switched", DETAIL),
  latencyMetric("done", DETAIL),
  latencyMetric("neighbours.p99", { ...DETAIL, fold: { how: "curve", along: "when" } }),
  { id: "rate", unit: "ops/s", better: "neither", ...DETAIL },
  { id: "neighbours.failed", unit: "count", better: "lower", ...DETAIL },
];

/** How fast the services were asked, and how often. */
export interface Asked {
  /** Requests a second, for each service. */
  readonly rate: number;
  readonly requests: number;
  /** The old version and the new one. */
  readonly versions: readonly [before: string, after: string];
}

/** `replacedNs`: when all answers were of the new version. */
export function figuresOf(
  judgement: Judgement,
  replacedNs: number,
  steps: readonly ReplacementStep[],
  { rate, requests, versions }: Asked,
): readonly Observation[] {
  return [
    ...observed(judgement, replacedNs),
    ...steps.map(({ step, atNs }) => value(step, atNs)),
    value("rate", rate),
    ownVersions(judgement, versions),
    sameProcesses(judgement),
    onTime(judgement, requests, 1e9 / rate),
  ];
}

function observed(judgement: Judgement, replacedNs: number): readonly Observation[] {
  const { gapNs, failed, neighbours, neighboursFailed } = judgement;
  const tails = [
    { when: "before", values: neighbours.before },
    { when: "during", values: neighbours.during },
  ];
  return [
    value("replaced", replacedNs),
    value("gap", gapNs),
    value("failed", failed),
    value("neighbours.failed", neighboursFailed),
    ...tails
      .filter(({ values }) => values.length > 0)
      .map(({ when, values }): Observation => {
        return { metric: "neighbours.p99", at: { when }, values, clock: "host" };
      }),
  ];
}

function value(metric: string, one: number): Observation {
  return { metric, values: [one], clock: "host" };
}

/**
 * Whether the neighbours kept their version when another service got a new one. Requests that failed
 * say nothing of versions: a busy host has them, too.
 */
function ownVersions(
  { neighbourVersions, neighboursFailed, answers }: Judgement,
  [before, after]: Asked["versions"],
): Check {
  const kept = neighbourVersions.every((version) => version === before);
  const holds = neighbourVersions.length === 0 ? "unknown" : kept ? "yes" : "no";
  const told = { after, versions: neighbourVersions, answers, failed: neighboursFailed };
  return { check: "versions.own", holds, evidence: say("evidence.own-versions", told) };
}

/** Whether each neighbour was the same process from the first answer to the last. */
function sameProcesses({ processes, answers }: Judgement): Check {
  const told = Object.entries(processes).map(([service, names]) => {
    return say("evidence.processes", { service, names });
  });
  const counts = Object.values(processes).map(({ length }) => length);
  const holds = counts.includes(0) ? "unknown" : counts.every((one) => one === 1) ? "yes" : "no";
  const evidence = say("evidence.answered-by", { told, answers });
  return { check: "neighbours.same-processes", holds, evidence };
}

/** Whether the load kept its schedule. Otherwise the figures are those of another load. */
function onTime({ lateNs }: Judgement, requests: number, intervalNs: number): Check {
  const values = { requests, lateMs: lateNs / 1e6, intervalMs: intervalNs / 1e6 };
  const holds = lateNs < intervalNs ? "yes" : "no";
  return { check: "load.on-time", holds, evidence: say("evidence.on-time", values) };
}
