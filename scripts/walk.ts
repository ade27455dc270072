/** The plan of a run, cell by cell: progress is told, records are stored. */
import { Adaptive, type Judge } from "../bench/adaptive.ts";
import { Estimator, nominalSeconds, type Timings, timingKey } from "../bench/estimate.ts";
import { execute, type PlannedTarget, type PlannedWorkload } from "../bench/execute.ts";
import { type Cell, cellKey, makePlan } from "../bench/plan.ts";
import { sealed } from "../bench/plan-hash.ts";
import type { Preflight } from "../bench/preflight.ts";
import type { Run } from "../bench/schema.ts";
import { shardName } from "../bench/shard.ts";
import { openWorkloads } from "../bench/stats/interleaved.ts";
import { impreciseWorkloads } from "../bench/stats/precision.ts";
import type { RunWriter } from "../bench/store.ts";
import type { OpenMachine } from "./machine-port.ts";
import type { Job } from "./perform.ts";
import { duration } from "./progress.ts";

export interface Walk {
  readonly job: Job;
  readonly writer: RunWriter;
  readonly machine: OpenMachine;
  readonly looks: readonly Preflight[];
  /** When the budget began. */
  readonly sinceMs: number;
}

export async function walk({ job, writer, machine, looks, sinceMs }: Walk): Promise<void> {
  const { choice, stored, progress, interrupts, cpus } = job;
  const { memoryMiB } = choice;
  const { image, targets, timings, busyLookMs } = machine;
  const { run } = writer;
  const cells = makePlan({
    seed: run.seed,
    rounds: run.rounds,
    targets: run.targets.map(({ id }) => id),
    workloads: run.workloads,
  });
  const plannedTargets = new Map(
    targets.map((target, index): [string, PlannedTarget] => {
      const state = looks[index]?.state;
      const unavailable = {
        reason: state?.reason ?? "it was not looked at",
        remedy: state?.remedy ?? "isotax doctor says more",
      };
      return [target.id, state?.ok === true ? { target } : { target, unavailable }];
    }),
  );
  const plannedWorkloads = new Map(
    choice.workloads.map((workload): [string, PlannedWorkload] => {
      const unavailable = machine.problem(workload);
      const params = run.workloads.find(({ id }) => id === workload.id)?.params ?? {};
      return [
        workload.id,
        unavailable === undefined ? { workload, params } : { workload, params, unavailable },
      ];
    }),
  );
  const estimator = makeEstimator(run.profile, timings.read(), plannedTargets, plannedWorkloads);
  const available = (cell: Pick<Cell, "target" | "workload">) =>
    plannedTargets.get(cell.target)?.unavailable === undefined &&
    plannedWorkloads.get(cell.workload)?.unavailable === undefined;
  // What could not be measured before the interruption and can be now, is still to be done.
  const done = new Set(
    (stored?.records ?? [])
      .filter((record) => record.outcome.status !== "unavailable" || !available(record))
      .map(cellKey),
  );
  const due = cells.filter((cell) => available(cell) && !done.has(cellKey(cell)));
  const estimates: Run["harness"]["estimates"] = [...run.harness.estimates];
  const fromMs = performance.now();
  let finished = 0;
  const adaptive =
    run.adaptive && new Adaptive(run.adaptive, judgeOf(run), stored?.records ?? [], sinceMs);
  const leftMs = () =>
    Math.min(estimator.left(due.slice(finished)) * 1000, adaptive?.leftMs ?? Infinity);
  const most = adaptive === undefined ? "" : "at most ";
  if (run.shard !== undefined) {
    const names = run.workloads.map(({ id }) => id).join(", ");
    progress.say(`Shard ${shardName(run.shard)} of the plan: ${names}`);
  }
  progress.say(
    `Plan: ${run.workloads.length} workload(s) on ${run.targets.length} target(s), ${most}${run.rounds} round(s), ` +
      `${most}${due.length} cells to measure: ${most === "" ? "about" : "at most"} ${duration(leftMs())}`,
  );

  await execute({
    cells,
    done,
    targets: plannedTargets,
    workloads: plannedWorkloads,
    image,
    cpus: cpus.target,
    memoryMiB,
    toolVersions: new Map(run.image.tools.map(({ name, version }) => [name, version])),
    signal: interrupts.signal,
    ...(busyLookMs === undefined ? {} : { busyLookMs }),
    ...(adaptive === undefined ? {} : { wants: (cell: Cell) => adaptive.wants(cell) }),
    onCell: (cell) => {
      if (!available(cell)) return;
      estimates.push({ atMs: performance.now() - fromMs, leftMs: leftMs() });
      progress.cell(cell, run.rounds, finished, due.length, leftMs());
    },
    onRecord: (record) => {
      writer.append(record);
      adaptive?.add(record);
      if (record.outcome.status !== "unavailable") {
        finished++;
        // A cell that failed took as long as its deadline, which says nothing about the next.
        if (record.outcome.status === "ok") estimator.took(record, record.wallNs / 1e9);
      }
      progress.record(record, run.rounds, finished, due.length, leftMs());
    },
  });
  progress.end();
  writer.update({ harness: { ...writer.run.harness, estimates } });
  if (adaptive !== undefined && !interrupts.signal.aborted)
    writer.update(endOf(adaptive, writer.run));
  timings.save(
    Object.fromEntries(
      [...estimator.means()].map(([key, seconds]) => [`${run.profile}/${key}`, seconds]),
    ),
  );
}

function makeEstimator(
  profile: string,
  earlier: Timings,
  targets: ReadonlyMap<string, PlannedTarget>,
  workloads: ReadonlyMap<string, PlannedWorkload>,
): Estimator {
  return new Estimator(
    (cell) => {
      const target = targets.get(cell.target)?.target;
      const planned = workloads.get(cell.workload);
      if (target === undefined || planned === undefined) return 0;
      return nominalSeconds(target.kind, planned.workload, planned.params);
    },
    (cell) => earlier[timingKey(profile, cell.target, cell.workload)],
  );
}

/** Which workloads go on: of a gate those that are undecided, else those that are not yet precise. */
function judgeOf(run: Run): Judge {
  const { gate, adaptive } = run;
  if (gate !== undefined) return (records, looks) => openWorkloads(run, records, gate, looks);
  const precision = adaptive?.precision;
  // With a budget alone, everything is measured until the time is up.
  if (precision === undefined) return () => new Set(run.workloads.map(({ id }) => id));
  return (records, looks) => impreciseWorkloads(run, records, precision, looks);
}

/** What the run turned out to be: the rounds that there were, of each workload too. */
function endOf(adaptive: Adaptive, run: Run): Run {
  const { ended, rounds } = adaptive.end();
  return sealed({
    ...run,
    rounds,
    adaptive: {
      ...(run.adaptive as NonNullable<Run["adaptive"]>),
      taken: [...adaptive.taken],
      ended,
    },
    workloads: run.workloads.map((workload) => {
      const measured = adaptive.roundsOf(workload.id);
      return measured > 0 && measured < rounds ? { ...workload, rounds: measured } : workload;
    }),
  });
}
