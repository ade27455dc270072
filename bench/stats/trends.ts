/**
 * How the figures of each host went on from run to run, and where they changed for good. What is
 * followed is a run's own overhead against native, paired by rounds: the host's speed cancels out.
 */
import { NATIVE } from "./analyze.ts";
import type { DigestRow, RunDigest } from "./run-digest.ts";
import { hostsOf, type RunHost } from "./run-hosts.ts";
import {
  exactShifts,
  type Level,
  SHORTEST_LEVEL,
  type Shift,
  type ShiftOptions,
  type Shifts,
  shiftsIn,
} from "./shifts.ts";
import { medianOf } from "./summary.ts";

/** Chance of one false mark or more, over all series of all hosts together. */
export const FALSE_MARKS = 0.01;

/**
 * `slowdown`: a factor, worse than native. `difference`: more than native, in the unit. `exact`: the
 * value itself, which does not scatter. `own`: native's value, which is shown and not judged.
 */
export type Followed = "slowdown" | "difference" | "exact" | "own";

export interface TrendPoint {
  readonly run: RunDigest;
  readonly value: number;
  /** The interval of the median over the run's rounds. */
  readonly low?: number;
  readonly high?: number;
  readonly level: Level;
}

export interface Trend {
  readonly target: string;
  readonly emulated: boolean;
  readonly workload: string;
  readonly family: string;
  readonly metric: string;
  readonly followed: Followed;
  readonly unit: DigestRow["unit"];
  readonly better: DigestRow["better"];
  /** Series of one metric that are not comparable have different sizes. */
  readonly size: string;
  /** Oldest first; never empty. */
  readonly points: readonly TrendPoint[];
  readonly shifts: readonly Shift[];
}

export interface HostTrends extends RunHost {
  readonly trends: readonly Trend[];
}

export interface Trends {
  readonly hosts: readonly HostTrends[];
  /** How many series were long enough to be judged. */
  readonly judged: number;
}

interface Series extends Omit<Trend, "points" | "shifts"> {
  readonly least: number;
  readonly points: Omit<TrendPoint, "level">[];
}

export function trendsOf(digests: readonly RunDigest[], error = FALSE_MARKS): Trends {
  const hosts = hostsOf(digests).map((host) => ({ host, series: seriesOf(host.runs) }));
  const judged = hosts.flatMap(({ series }) => series).filter(isJudged).length;
  const each = error / Math.max(1, judged);
  return {
    judged,
    hosts: hosts.map(({ host, series }) => ({
      ...host,
      trends: series.map((one) => trendOf(one, each)),
    })),
  };
}

function isJudged({ followed, points }: Series): boolean {
  return (
    (followed === "slowdown" || followed === "difference") && points.length >= 2 * SHORTEST_LEVEL
  );
}

function seriesOf(runs: readonly RunDigest[]): readonly Series[] {
  const series = new Map<string, Series>();
  for (const run of runs) {
    for (const { row, key, ...line } of linesIn(run)) {
      const known = series.get(key) ?? { ...line, least: row.least ?? 0, points: [] };
      series.set(key, known);
      const figure = row.overhead ?? row.value;
      known.points.push({
        run,
        value: figure.median,
        ...(figure.low === undefined ? {} : { low: figure.low }),
        ...(figure.high === undefined ? {} : { high: figure.high }),
      });
    }
  }
  return [...series.values()];
}

export interface Line extends Omit<Trend, "points" | "shifts"> {
  readonly row: DigestRow;
  /** Figures of a host are comparable where this is the same. */
  readonly key: string;
}

/** The figures of a run that are followed, and the line that each is in. */
export function linesIn(run: RunDigest): readonly Line[] {
  const targets = new Map(run.targets.map((target) => [target.id, target]));
  const workloads = new Map(run.workloads.map((workload) => [workload.id, workload]));
  return run.rows.flatMap((row): readonly Line[] => {
    const followed = followedIn(row);
    const workload = workloads.get(row.workload);
    if (followed === undefined || workload === undefined) return [];
    const emulated = targets.get(row.target)?.emulated === true;
    const { target, metric, unit, better } = row;
    const { id, family } = workload;
    const size = `${workload.size}-${run.cpus.length}-${run.memoryMiB}`;
    // No name has a line break.
    const key = [target, emulated, id, metric, unit, followed, size].join("\n");
    return [
      { target, emulated, workload: id, family, metric, followed, unit, better, size, row, key },
    ];
  });
}

function followedIn({ exact, overhead, target }: DigestRow): Followed | undefined {
  if (exact === true) return "exact";
  return overhead?.kind ?? (target === NATIVE ? "own" : undefined);
}

function trendOf({ least, points, ...of }: Series, error: number): Trend {
  const found = foundIn(
    of.followed,
    points.map(({ value }) => value),
    { error, least },
  );
  return {
    ...of,
    shifts: found.shifts,
    points: points.map((point, at) => ({
      ...point,
      level: found.levels[at] ?? { usual: point.value },
    })),
  };
}

function foundIn(
  followed: Followed,
  values: readonly number[],
  options: ShiftOptions,
): Pick<Shifts, "shifts" | "levels"> {
  if (followed === "exact") return exactShifts(values);
  if (followed === "own") {
    const usual = medianOf(values);
    return { shifts: [], levels: values.map(() => ({ usual })) };
  }
  return shiftsIn(values, options);
}

/** Whether a change is for the worse. Undefined for a metric that has no worse. */
export function isWorse(
  { followed, better }: Pick<Trend, "followed" | "better">,
  { before, after }: Pick<Shift, "before" | "after">,
): boolean | undefined {
  if (followed === "slowdown") return after > before;
  if (better === "neither") return undefined;
  return better === "lower" ? after > before : after < before;
}
