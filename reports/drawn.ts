/** Curves that reports draw: what experiments declare as `drawn`, a line for each target. */

import { isEmulated } from "../bench/emulation.ts";
import type { WorkloadPlan } from "../bench/schema.ts";
import type { Row } from "../bench/stats/analyze.ts";
import type { DrawnCurve, Unit } from "../bench/types.ts";
import type { ReportInput } from "./model.ts";
import { quantity } from "./numbers.ts";
import { percent } from "./text/figures.ts";

/** The curves of a workload. */
export interface Drawn {
  readonly workload: WorkloadPlan;
  /** What the curves are along, as the workload names it. */
  readonly along: string;
  /** In the order in which the workload declares them. */
  readonly panels: readonly DrawnPanel[];
  /** What tasks waited for, most first. */
  readonly waits: readonly Wait[];
}

export interface Wait {
  readonly target: string;
  /** The CPU, or a function of the kernel. */
  readonly what: string;
  /** How many tasks, in the mean. */
  readonly tasks: number;
}

export interface DrawnPanel {
  readonly shows: DrawnCurve;
  readonly unit: Unit;
  /** Machines that are emulated have panels of their own. */
  readonly emulated: boolean;
  readonly lines: readonly DrawnLine[];
}

export interface DrawnLine {
  readonly target: string;
  /** By `at`. Medians over the rounds, and their intervals. */
  readonly points: readonly DrawnPoint[];
}

export interface DrawnPoint {
  readonly at: number;
  readonly value: number;
  readonly interval?: { readonly low: number; readonly high: number };
}

/** Of each workload that measured any. */
export function drawnIn({ analysis }: ReportInput): readonly Drawn[] {
  return analysis.workloads.flatMap((workload): Drawn[] => {
    const panels = workload.metrics.flatMap(({ id: metric, drawn, unit }, order): DrawnPanel[] => {
      if (drawn === undefined) return [];
      const rows = analysis.rows.filter(
        (row) => row.workload === workload.id && row.order === order,
      );
      return [false, true].flatMap((emulated): DrawnPanel[] => {
        const lines = analysis.targets
          .filter((target) => isEmulated(target) === emulated)
          .flatMap(({ id }) => lineOf(id, metric, rows));
        return lines.length === 0 ? [] : [{ shows: drawn, unit, emulated, lines }];
      });
    });
    if (panels.length === 0) return [];
    return [{ workload, along: alongOf(workload), panels, waits: waitsOf(analysis, workload) }];
  });
}

function waitsOf(
  { rows }: ReportInput["analysis"],
  { id, metrics }: WorkloadPlan,
): readonly Wait[] {
  return metrics.flatMap(({ id: metric, waits }, order): Wait[] => {
    if (waits !== true) return [];
    const own = rows.filter((row) => row.workload === id && row.order === order);
    const most = Math.max(...own.map((row) => row.rounds.size));
    return (
      own
        // In the other rounds nobody waited there.
        .filter((row) => row.rounds.size * 2 > most)
        .map(({ target, metric: point, summary }) => {
          return { target, what: point.slice(metric.length + 1), tasks: summary.median };
        })
        .sort((a, b) => b.tasks - a.tasks)
    );
  });
}

function alongOf({ metrics }: WorkloadPlan): string {
  const { fold } = metrics.find(({ drawn }) => drawn !== undefined) ?? {};
  return fold?.how === "curve" ? fold.along : "";
}

function lineOf(target: string, curve: string, rows: readonly Row[]): readonly DrawnLine[] {
  const points = rows
    .filter((row) => row.target === target)
    .map(({ metric, summary: { median, interval } }): DrawnPoint => {
      const at = Number(metric.slice(curve.length + 1));
      return { at, value: median, ...(interval === undefined ? {} : { interval }) };
    })
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
  return points.length === 0 ? [] : [{ target, points }];
}

/** All places along the curves of these panels, each once, in order. */
export function placesOf(panels: readonly DrawnPanel[]): readonly number[] {
  const all = panels.flatMap(({ lines }) =>
    lines.flatMap(({ points }) => points.map(({ at }) => at)),
  );
  return [...new Set(all)].sort((a, b) => a - b);
}

/** A figure of a curve: shares as percents, the others in their unit. */
export function drawnText(
  { shows, unit }: Pick<DrawnPanel, "shows" | "unit">,
  value: number,
): string {
  return shows === "cpu-share" ? percent(value) : quantity(value, unit);
}

/** What a storm came to on a target. */
export interface StormLimit {
  readonly target: string;
  /** The highest rate, in starts a second, and how many starts were in flight then. */
  readonly rate: number;
  readonly inFlight: number;
  /** The share of the CPUs that was used then. */
  readonly used: number;
  /** What most tasks waited for besides the CPU, if any did. */
  readonly wait?: Wait;
}

/** Fewer tasks than this, in the mean, hold nothing up. */
const LEAST_TASKS = 0.5;
const CPU = "cpu";
/** The kernel does not say where. */
const UNKNOWN = "unknown";

/** From here on the CPUs are what holds starts up. */
export const BUSY = 0.8;

/** Of the targets whose CPU time was counted. */
export function stormLimits({ panels, waits }: Drawn): readonly StormLimit[] {
  const rates = panels.filter(({ shows }) => shows === "start-rate").flatMap(({ lines }) => lines);
  const shares = panels.filter(({ shows }) => shows === "cpu-share").flatMap(({ lines }) => lines);
  return rates.flatMap(({ target, points }): StormLimit[] => {
    const [best] = points.toSorted((a, b) => b.value - a.value);
    const share = shares
      .find((line) => line.target === target)
      ?.points.find(({ at }) => at === best?.at);
    if (best === undefined || share === undefined) return [];
    const wait = waits.find(
      ({ target: of, what, tasks }) =>
        of === target && what !== CPU && what !== UNKNOWN && tasks >= LEAST_TASKS,
    );
    const limit = { target, rate: best.value, inFlight: best.at, used: share.value };
    return [wait === undefined ? limit : { ...limit, wait }];
  });
}
