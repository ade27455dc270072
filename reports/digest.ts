/** What a run says at a glance, as data: for the end of a run, and for `isotax show --json`. */
import { isEmulated } from "../bench/emulation.ts";
import { keyOf } from "../bench/messages.ts";
import type { TargetState } from "../bench/schema.ts";
import type { NotMeasured } from "../bench/stats/analyze.ts";
import {
  type Differing,
  differing,
  type Slowdowns,
  slowdownsOf,
  typicalSlowdowns,
} from "../bench/stats/by-family.ts";
import { highestOf, lowestOf } from "../bench/stats/extent.ts";
import type { Overhead } from "../bench/stats/overhead.ts";
import type { Summary } from "../bench/stats/summary.ts";
import { type Trust, trustOf } from "../bench/stats/trust.ts";
import type { Message } from "../bench/types.ts";
import { findRow, type ReportInput, startMetric } from "./model.ts";

export interface StartOf {
  readonly target: TargetState;
  readonly emulated: boolean;
  /** In ns, over rounds. */
  readonly ready: Summary;
  /** What it adds to native's, in ns. Native has none. */
  readonly added?: Overhead;
}

/** One kind of work on all targets that share the host's kernel; or all work in VMs. */
export interface Work extends Differing {
  readonly families: readonly string[];
  readonly inMachines: boolean;
  /** The lowest and the highest of the targets' typical slowdowns. */
  readonly least: number;
  readonly most: number;
}

export interface Digest {
  /** Cold starts to the first byte, lowest rung first. Absent if no start was measured. */
  readonly starts?: { readonly workload: string; readonly of: readonly StartOf[] };
  readonly work: readonly Work[];
  /** How far the figures can be trusted. */
  readonly trust: Trust;
  /** Ids of emulated targets that were measured. */
  readonly emulated: readonly string[];
  readonly warnings: number;
  /** The remedy that most of the warnings name. */
  readonly helpsMost?: { readonly remedy: Message; readonly of: number };
  /** How many pairs of a target and a workload lack figures. */
  readonly notMeasured: Readonly<Record<NotMeasured["status"], number>>;
  /** How many pairs there are. */
  readonly pairs: number;
  /** A failure if there is one; else why something could not be measured. */
  readonly firstLack?: NotMeasured;
}

export function digestOf(input: ReportInput): Digest {
  const { analysis } = input;
  const { targets, notMeasured, warnings, workloads } = analysis;
  const starts = startsOf(input);
  const helpsMost = mostHelpful(warnings);
  const firstLack =
    notMeasured.find(({ status }) => status === "failed") ??
    notMeasured.find(({ status }) => status === "unavailable") ??
    notMeasured[0];
  return {
    ...(starts === undefined ? {} : { starts }),
    work: workOf(input),
    trust: trustOf(input.run, analysis),
    emulated: targets.filter((target) => target.ok && isEmulated(target)).map(({ id }) => id),
    warnings: warnings.reduce((sum, { count }) => sum + count, 0),
    ...(helpsMost === undefined ? {} : { helpsMost }),
    notMeasured: {
      failed: pairsWith(notMeasured, "failed"),
      missing: pairsWith(notMeasured, "missing"),
      unavailable: pairsWith(notMeasured, "unavailable"),
    },
    pairs: workloads.reduce((sum, one) => sum + (one.subjects ?? targets).length, 0),
    ...(firstLack === undefined ? {} : { firstLack }),
  };
}

/** Whether a cell failed, in whichever round. */
export function hasFailures({ analysis }: ReportInput): boolean {
  return analysis.notMeasured.some(({ status }) => status === "failed");
}

function startsOf({ analysis }: ReportInput): Digest["starts"] {
  const { rows, targets, workloads } = analysis;
  const cold = targets.filter(({ warm }) => warm !== true).toSorted((a, b) => a.rung - b.rung);
  for (const workload of workloads) {
    const metric = startMetric(workload);
    if (metric === undefined) continue;
    const of = cold.flatMap((target): StartOf[] => {
      const row = findRow(rows, workload.id, metric.id, target.id);
      if (row === undefined) return [];
      const added = row.overhead === undefined ? {} : { added: row.overhead };
      return [{ target, emulated: isEmulated(target), ready: row.summary, ...added }];
    });
    if (of.length > 0) return { workload: workload.id, of };
  }
  return undefined;
}

/** These have a line each. All other kinds of work share one. */
export const FAMILIES = ["own", "cpu", "memory", "disk", "network"] as const;

/** Virtual machines are counted by themselves: beside them, a container's cost is not seen. */
function workOf({ analysis }: ReportInput): readonly Work[] {
  const { targets, rows } = analysis;
  const machines = new Set(targets.filter(({ kind }) => kind === "vm").map(({ id }) => id));
  const emulated = new Set(targets.filter(isEmulated).map(({ id }) => id));
  const all = slowdownsOf(rows).filter(({ target }) => !emulated.has(target));
  const shared = all.filter(({ target }) => !machines.has(target));
  const known: readonly string[] = FAMILIES;
  const groups = [
    ...FAMILIES.map((name) => shared.filter(({ family }) => family === name)),
    shared.filter(({ family }) => !known.includes(family)),
  ];
  const inMachines = all.filter(({ target }) => machines.has(target));
  return [...worked(groups, false), ...worked([inMachines], true)];
}

function worked(groups: readonly (readonly Slowdowns[])[], inMachines: boolean): readonly Work[] {
  const used = groups.filter((cells) => cells.length > 0);
  const counts = differing(used);
  return used.map((cells, at) => {
    const typical = [...typicalSlowdowns(cells).values()];
    return {
      families: [...new Set(cells.map(({ family }) => family))],
      inMachines,
      least: lowestOf(typical),
      most: highestOf(typical),
      ...(counts[at] as Differing),
    };
  });
}

function mostHelpful(warnings: ReportInput["analysis"]["warnings"]): Digest["helpsMost"] {
  const counts = new Map<string, { remedy: Message; of: number }>();
  for (const { remedy, count } of warnings) {
    const known = counts.get(keyOf(remedy)) ?? { remedy, of: 0 };
    counts.set(keyOf(remedy), { remedy, of: known.of + count });
  }
  return [...counts.values()].reduce<Digest["helpsMost"]>(
    (best, one) => (best === undefined || one.of > best.of ? one : best),
    undefined,
  );
}

function pairsWith(all: readonly NotMeasured[], wanted: NotMeasured["status"]): number {
  const own = all.filter(({ status }) => status === wanted);
  return new Set(own.map(({ target, workload }) => JSON.stringify([target, workload]))).size;
}
