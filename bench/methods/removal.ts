/**
 * Containers that are taken down as soon as they are made: what the removal takes while somebody
 * waits for it, and when the kernel has freed each piece.
 */
import { quantile } from "simple-statistics";
import { latencyMetric, tailMetric } from "../metrics.ts";
import type { Command, Experiment, Lab, Metric, Observation, TimedCall } from "../types.ts";
import { addSums, noTimes } from "./calls.ts";
import { type Described, described, inFamily } from "./described.ts";
import { checkStart, type StartParams } from "./start.ts";

const PART = "part";
/** How the names of the times begin that say when something was freed. */
const FREED = "freed:";
/** From the process's last call until its parent is told: processes, mounts, most namespaces. */
const EXIT = "exit";
const LEAST_FOR_P90 = 10;
/** Of a container with all namespaces. */
const MOST_PIECES = 8;

const METRICS: readonly Metric[] = [
  {
    ...latencyMetric("removal", { role: "headline", gated: false, against: "none" }),
    fold: { how: "sum", over: PART },
  },
  {
    ...latencyMetric("freed", { role: "detail", gated: false, against: "none" }),
    fold: { how: "curve", along: PART },
  },
  {
    ...tailMetric("freed.p90", "freed"),
    against: "none",
    fold: { how: "curve", along: PART },
  },
];

export function removalExperiment(spec: Described<StartParams>): Experiment<StartParams> {
  return {
    ...described(spec),
    metrics: () => inFamily(spec, METRICS),
    subjects: (targets) =>
      targets
        .filter(({ pieces = [] }) => pieces.length > 0)
        .map(({ id }) => ({ id, roles: { target: id }, at: {} })),
    seconds: ({ iterations, budgetMs }, { openingSeconds }) =>
      Math.max(
        openingSeconds,
        Math.min(iterations * MOST_PIECES * openingSeconds, budgetMs / 1000),
      ),
    run: (lab, _subject, p) => removals(lab, spec.id, p),
  };
}

/**
 * Each removal waits for one piece, because waiting for one delays what is seen of the next.
 * `iterations`: removals for each piece.
 */
async function removals(
  lab: Lab,
  workload: string,
  { iterations, budgetMs }: StartParams,
): Promise<readonly Observation[]> {
  const { id, pieces = [] } = lab.target("target");
  const [waited, freed] = [new Map<string, number[]>(), new Map<string, number[]>()];
  const until = performance.now() + budgetMs;
  const most = iterations * pieces.length;
  for (let i = 0; i < most && (i < pieces.length || performance.now() < until); i++) {
    const piece = pieces[i % pieces.length] ?? "";
    const result = await lab.start("target", NOTHING, { timesRemoval: piece });
    checkStart({ id: workload, expect: "removed\n" }, id, result);
    const { calls = [] } = result;
    if (!calls.some(({ name }) => name === EXIT)) throw noTimes(id);
    // The container of a namespace alone has no mounts, so its exit is another one.
    if (piece === pieces[0]) addSums(waited, calls.filter(isWaitedFor));
    addSums(freed, calls.filter(isFreed));
    lab.worked(result.lifecycle.at(-1)?.atNs ?? 0);
  }
  return [
    ...[...waited].map(([part, values]) => observed("removal", part, values)),
    ...[...freed].flatMap(([name, values]) => {
      const part = name.slice(FREED.length);
      return [
        observed("freed", part, values),
        ...(values.length < LEAST_FOR_P90
          ? []
          : [observed("freed.p90", part, [quantile(values, 0.9)])]),
      ];
    }),
  ];
}

/** The container is left at once, so it runs no command. */
const NOTHING: Command = { argv: [] };

function isWaitedFor({ name }: TimedCall): boolean {
  return name === EXIT || name === "rmdir";
}

function isFreed({ name }: TimedCall): boolean {
  return name.startsWith(FREED);
}

function observed(metric: string, part: string, values: readonly number[]): Observation {
  return { metric, at: { [PART]: part }, values, clock: "host" };
}
