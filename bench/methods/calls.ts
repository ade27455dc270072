/** Cold starts that tell what each of the kernel's calls took. */
import { quantile } from "simple-statistics";
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { latencyMetric, tailMetric } from "../metrics.ts";
import type { Experiment, Lab, Metric, Observation, TargetIdentity, TimedCall } from "../types.ts";
import { described, inFamily } from "./described.ts";
import { checkStart, type StartParams, type StartSpec } from "./start.ts";

const PART = "part";

/** The sum of all calls, each of which is a part of it; and high percentiles of each call. */
const METRICS: readonly Metric[] = [
  {
    ...latencyMetric("calls", { role: "headline", gated: false, against: "none" }),
    fold: { how: "sum", over: PART },
  },
  ...["p90", "p99"].map(
    (tail): Metric => ({
      ...tailMetric(`calls.${tail}`, "calls"),
      against: "none",
      fold: { how: "curve", along: PART },
    }),
  ),
];

/** How much of the starts each tail leaves above it. A round with fewer starts has none. */
const TAILS = [
  { metric: "calls.p90", share: 0.9, least: 10 },
  { metric: "calls.p99", share: 0.99, least: 100 },
];

export function callsExperiment(spec: StartSpec): Experiment<StartParams> {
  return {
    ...described(spec),
    metrics: () => inFamily(spec, METRICS),
    subjects: (targets) =>
      targets
        .filter(({ timesCalls }) => timesCalls === true)
        .map(({ id }: TargetIdentity) => ({ id, roles: { target: id }, at: {} })),
    seconds: ({ iterations, budgetMs }, { openingSeconds }) =>
      Math.max(openingSeconds, Math.min(iterations * openingSeconds, budgetMs / 1000)),
    run: (lab, _subject, p) => calls(lab, spec, p),
  };
}

async function calls(
  lab: Lab,
  spec: StartSpec,
  { iterations, budgetMs }: StartParams,
): Promise<readonly Observation[]> {
  const samples = new Map<string, number[]>();
  const until = performance.now() + budgetMs;
  for (let i = 0; i < iterations && (i === 0 || performance.now() < until); i++) {
    const result = await lab.start("target", spec.command, { timesCalls: true });
    const { id } = lab.target("target");
    checkStart(spec, id, result);
    const { calls = [] } = result;
    if (calls.length === 0) throw noTimes(id);
    addSums(samples, calls);
    lab.worked(result.lifecycle.at(-1)?.atNs ?? 0);
  }
  return [...samples].flatMap(([name, values]) => [
    { metric: "calls", at: { [PART]: name }, values, clock: "host" } as const,
    ...TAILS.filter(({ least }) => values.length >= least).map(
      ({ metric, share }) =>
        ({
          metric,
          at: { [PART]: name },
          values: [quantile(values, share)],
          clock: "host",
        }) as const,
    ),
  ]);
}

/** Adds what each kind of call took within one start. */
export function addSums(samples: Map<string, number[]>, calls: readonly TimedCall[]): void {
  const sums = new Map<string, number>();
  for (const { name, ns } of calls) sums.set(name, (sums.get(name) ?? 0) + ns);
  for (const [name, ns] of sums) {
    const values = samples.get(name);
    if (values === undefined) samples.set(name, [ns]);
    else values.push(ns);
  }
}

export function noTimes(target: string): RunnerError {
  return new RunnerError(
    "NO_CALL_TIMES",
    say("primitives.no-call-times", { target }),
    say("workloads.run-by-hand"),
    "exited",
    "",
  );
}
