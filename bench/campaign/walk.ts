/** Walks the plan of a run, cell by cell. It emits events and stores records. */

import { say } from "../messages.ts";
import { type Cell, cellKey, makePlan } from "../plan.ts";
import { sealed } from "../plan-hash.ts";
import type { Run } from "../schema.ts";
import { openWorkloads } from "../stats/interleaved.ts";
import { impreciseWorkloads } from "../stats/precision.ts";
import type { RunWriter } from "../store.ts";
import { subjectsOf } from "../subjects.ts";
import { Adaptive, type Judge } from "./adaptive.ts";
import { Estimator, type Timings, timingKey, usualPace } from "./estimate.ts";
import type { Position } from "./events.ts";
import { execute, type PlannedTarget, type PlannedWorkload } from "./execute.ts";
import type { ReadyRun } from "./run.ts";

export async function walk(begun: ReadyRun, writer: RunWriter): Promise<void> {
  const { planned, around, ready, cpus, sinceMs } = begun;
  const { choice, stored } = planned;
  const { emit, stopping } = around;
  const { machine, image, targets, looks } = ready;
  const { busyLookMs, timings } = machine;
  const { memoryMiB } = choice;
  const { run } = writer;
  const ids = run.targets.map(({ id }) => id);
  const cells = makePlan({
    seed: run.seed,
    rounds: run.rounds,
    targets: ids,
    workloads: run.workloads,
  });
  const plannedTargets = new Map(
    targets.map((target, index): [string, PlannedTarget] => {
      const state = looks[index]?.state;
      const unavailable = {
        reason: state?.reason ?? say("campaign.not-checked"),
        remedy: state?.remedy ?? say("campaign.doctor-says-more"),
      };
      return [target.id, state?.ok === true ? { target } : { target, unavailable }];
    }),
  );
  const plannedWorkloads = new Map(
    choice.workloads.map((workload): [string, PlannedWorkload] => {
      const unavailable = machine.lackOf(workload, image);
      const plan = run.workloads.find(({ id }) => id === workload.id);
      const subjects = subjectsOf(plan ?? {}, ids);
      const planned = {
        workload,
        params: plan?.params ?? {},
        metrics: plan?.metrics ?? [],
        subjects: new Map(subjects.map((subject) => [subject.id, subject])),
      };
      return [workload.id, unavailable === undefined ? planned : { ...planned, unavailable }];
    }),
  );
  const estimator = makeEstimator(run.profile, timings.read(), plannedTargets, plannedWorkloads);
  const available = ({ workload, subject }: Pick<Cell, "workload" | "subject">) => {
    const planned = plannedWorkloads.get(workload);
    const roles = Object.values(planned?.subjects.get(subject)?.roles ?? {});
    const usable = roles.every((id) => plannedTargets.get(id)?.unavailable === undefined);
    return usable && planned?.unavailable === undefined;
  };
  // A cell that was unavailable before the interruption, and is available now, is still to be
  // measured.
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
  const position = (): Position => ({
    rounds: run.rounds,
    cellsDone: finished,
    cellsDue: due.length,
    leftMs: leftMs(),
  });
  emit({
    kind: "planned",
    workloads: run.workloads.map(({ id }) => id),
    targets: run.targets.map(({ id }) => id),
    rounds: run.rounds,
    cellsDue: due.length,
    leftMs: leftMs(),
    mayEndEarly: adaptive !== undefined,
    shard: run.shard,
  });

  await execute({
    cells,
    done,
    saidUnavailable: new Set(
      (stored?.records ?? [])
        .filter(({ outcome }) => outcome.status === "unavailable")
        .map(cellKey),
    ),
    targets: plannedTargets,
    workloads: plannedWorkloads,
    image,
    cpus: cpus.target,
    harnessCpus: cpus.harness,
    memoryMiB,
    toolVersions: new Map(run.image.tools.map(({ name, version }) => [name, version])),
    signal: stopping.signal,
    ...(busyLookMs === undefined ? {} : { busyLookMs }),
    ...(adaptive === undefined ? {} : { wants: (cell: Cell) => adaptive.wants(cell) }),
    onCell: (cell) => {
      if (!available(cell)) return;
      estimates.push({ atMs: performance.now() - fromMs, leftMs: leftMs() });
      emit({ kind: "cell-begun", cell, position: position() });
    },
    onRecord: (record) => {
      writer.append(record);
      adaptive?.add(record);
      if (record.outcome.status !== "unavailable") {
        finished++;
        // A cell that failed took as long as its deadline, which says nothing about the next.
        if (record.outcome.status === "ok") estimator.took(record, record.wallNs / 1e9);
      }
      emit({ kind: "cell-ended", record, position: position() });
    },
  });
  emit({ kind: "cells-over" });
  writer.update({ harness: { ...writer.run.harness, estimates } });
  if (adaptive !== undefined && !stopping.signal.aborted)
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
      return planned.workload.seconds(planned.params, usualPace(target.kind));
    },
    (cell) => earlier[timingKey(profile, cell.subject, cell.workload)],
  );
}

/**
 * Which workloads continue. In a gate, those that are undecided; otherwise those that are not yet
 * precise.
 */
function judgeOf(run: Run): Judge {
  const { gate, adaptive } = run;
  if (gate !== undefined) return (records, looks) => openWorkloads(run, records, gate, looks);
  const precision = adaptive?.precision;
  // With only a budget, everything is measured until the time is up.
  if (precision === undefined) return () => new Set(run.workloads.map(({ id }) => id));
  return (records, looks) => impreciseWorkloads(run, records, precision, looks);
}

/** The run as it turned out: the number of rounds, also of each workload. */
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
