/** Cold starts: fresh instances, one after the other, until the number or the time is reached. */
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { latencyMetric } from "../metrics.ts";
import type {
  Command,
  Experiment,
  Lab,
  Metric,
  Observation,
  Params,
  StartResult,
} from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";

export type StartParams = Params & {
  /** The most cold starts in one round, and the milliseconds after which no more are begun. */
  readonly iterations: number;
  readonly budgetMs: number;
};

export interface StartSpec extends Described<StartParams> {
  readonly command: Command;
  /** The exact stdout that a start must have to count. */
  readonly expect: string;
}

/** In the order in which they occur. Not every target has all of them. */
const METRICS: readonly Metric[] = [
  // Only warm starts have prework. It is never part of the start.
  latencyMetric("prework", { role: "detail", against: "difference", gated: false }),
  moment("kernel", { role: "phase", gated: false }),
  moment("init", { role: "phase", gated: false }),
  moment("ready", { role: "headline", gated: true }),
  moment("exited", { role: "phase", gated: true }),
  moment("removed", { role: "phase", gated: false }),
];

function moment(id: string, more: Pick<Metric, "role" | "gated">): Metric {
  return latencyMetric(id, { ...more, against: "difference", each: "start" });
}

/**
 * Consecutive starts of one side of a gate. They are few, so that both sides see the same host
 * activity.
 */
export const STARTS_IN_TURN = 5;

export function startExperiment(spec: StartSpec): Experiment<StartParams> {
  return {
    ...described(spec),
    metrics: () => inFamily(spec, METRICS),
    seconds: ({ iterations, budgetMs }, { openingSeconds }) =>
      Math.max(openingSeconds, Math.min(iterations * openingSeconds, budgetMs / 1000)),
    inTurns: (p) => ({ ...p, iterations: Math.min(p.iterations, STARTS_IN_TURN) }),
    run: (lab, _subject, p) => starts(lab, spec, p),
  };
}

async function starts(
  lab: Lab,
  spec: StartSpec,
  { iterations, budgetMs }: StartParams,
): Promise<readonly Observation[]> {
  const samples = new Map<string, number[]>();
  const add = (metric: string, ns: number) => {
    const values = samples.get(metric);
    if (values === undefined) samples.set(metric, [ns]);
    else values.push(ns);
  };
  const until = performance.now() + budgetMs;
  for (let i = 0; i < iterations && (i === 0 || performance.now() < until); i++) {
    const result = await lab.start("target", spec.command);
    checkStart(spec, lab.target("target").id, result);
    for (const { phase, atNs } of result.lifecycle) if (phase !== "spawn") add(phase, atNs);
    if (result.preworkNs !== undefined) add("prework", result.preworkNs);
    lab.worked(result.lifecycle.at(-1)?.atNs ?? 0);
  }
  return [...samples].map(([metric, values]) => ({ metric, values, clock: "host" }));
}

export function checkStart(
  { id, expect }: Pick<StartSpec, "id" | "expect">,
  target: string,
  result: Pick<StartResult, "stdout" | "exitCode">,
): void {
  if (result.exitCode === 0 && result.stdout === expect) return;
  throw new RunnerError(
    "WRONG_OUTPUT",
    say("workloads.wrong-start", {
      workload: id,
      target,
      expected: expect,
      got: result.stdout.slice(0, 200),
      exitCode: result.exitCode,
    }),
    say("workloads.run-by-hand"),
    "exited",
    "",
  );
}
