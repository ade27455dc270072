/** How far a run's figures can be trusted: one level, and what keeps it from a higher one. */
import { isEmulated } from "../emulation.ts";
import type { Run } from "../schema.ts";
import { type Analysis, type HostTrouble, hostTroubles, type Row } from "./analyze.ts";
import { isMadeUp } from "./cells.ts";
import { fewestRounds } from "./power.ts";
import { CONFIDENCE, FEWEST_FOR_INTERVAL, type Interval, medianOf } from "./summary.ts";

/**
 * `none`: the figures say nothing, or the targets were not treated alike. `works`: everything ran,
 * and no figure has an interval. `magnitude`: the order of magnitude is right, a few percent may
 * not be. `quote`: a figure may be quoted, with its interval.
 */
export type TrustLevel = "none" | "works" | "magnitude" | "quote";

/** What keeps it from a higher level. */
export type TrustLimit =
  | "made-up"
  | "other-bytes"
  | "other-size"
  | "nothing"
  | "incomplete"
  | "rounds"
  | "spread";

export interface Trust {
  readonly level: TrustLevel;
  readonly limit?: TrustLimit;
  /** Rounds that a headline figure typically rests on. */
  readonly rounds: number;
  /** Rounds below which no figure can reach the next level. */
  readonly roundsNeeded: number;
  /** Half of the intervals reach at most so far to either side, as a share of their median. */
  readonly spread?: number;
  /** Pairs of a target and a workload, and those of them with a warning of their own. */
  readonly cells: number;
  readonly warnedCells: number;
  /** What was wrong with the host. */
  readonly host: readonly HostTrouble[];
  /** Pairs of a target and a workload that failed in any round. */
  readonly failed: number;
  /** Pairs that no round failed, and that were not reached in some: the run ended before. */
  readonly unreached: number;
}

/** What a gate allows unless told otherwise: wider intervals do not show a change of that size. */
export const NARROW = 0.05;

/** With fewer rounds no interval is as sure as intervals are to be. */
const ENOUGH_ROUNDS = fewestRounds((1 - CONFIDENCE) / 2);

export function trustOf(run: Pick<Run, "status" | "targets">, analysis: Analysis): Trust {
  const rows = judgedRows(analysis);
  const rounds = rows.length === 0 ? 0 : Math.floor(medianOf(rows.map(({ summary }) => summary.n)));
  const widths = rows.flatMap(({ summary, overhead }) => {
    // What the whole host did in a round cancels out in a slowdown, but not in a difference.
    const shown = overhead?.kind === "slowdown" ? overhead.summary : summary;
    return shown.interval === undefined ? [] : [halfWidth(shown.interval, shown.median)];
  });
  const spread = widths.length === 0 ? undefined : medianOf(widths);
  const judged = levelOf({ run, analysis, rounds, spread });
  const failed = pairsWith(analysis, "failed");
  return {
    ...judged,
    rounds,
    roundsNeeded: rounds < FEWEST_FOR_INTERVAL ? FEWEST_FOR_INTERVAL : ENOUGH_ROUNDS,
    ...(spread === undefined ? {} : { spread }),
    cells: analysis.cells,
    warnedCells: analysis.warnedCells,
    host: hostTroubles(analysis.warnings),
    failed: failed.size,
    unreached: [...pairsWith(analysis, "missing")].filter((pair) => !failed.has(pair)).length,
  };
}

function pairsWith({ notMeasured }: Analysis, status: "failed" | "missing"): Set<string> {
  return new Set(
    notMeasured
      .filter((one) => one.status === status)
      .map(({ target, workload }) => JSON.stringify([target, workload])),
  );
}

function levelOf(of: {
  readonly run: Pick<Run, "status" | "targets">;
  readonly analysis: Analysis;
  readonly rounds: number;
  readonly spread: number | undefined;
}): Pick<Trust, "level" | "limit"> {
  const { run, analysis, rounds, spread = Number.POSITIVE_INFINITY } = of;
  const warned = (code: string) => analysis.warnings.some((warning) => warning.code === code);
  if (run.targets.some(isMadeUp)) return { level: "none", limit: "made-up" };
  if (rounds === 0) return { level: "none", limit: "nothing" };
  if (warned("hash-mismatch")) return { level: "none", limit: "other-bytes" };
  if (warned("wrong-size")) return { level: "none", limit: "other-size" };
  if (rounds < FEWEST_FOR_INTERVAL) return { level: "works", limit: "rounds" };
  if (run.status !== "complete") return { level: "magnitude", limit: "incomplete" };
  if (rounds < ENOUGH_ROUNDS) return { level: "magnitude", limit: "rounds" };
  if (spread > NARROW) return { level: "magnitude", limit: "spread" };
  return { level: "quote" };
}

/** Figures that readers take away: headlines that vary. An emulated machine's count for nothing. */
function judgedRows({ rows, targets }: Analysis): readonly Row[] {
  const emulated = new Set(targets.filter(isEmulated).map(({ id }) => id));
  return rows.filter(
    ({ is, target }) => is.role === "headline" && is.exact !== true && !emulated.has(target),
  );
}

function halfWidth({ low, high }: Interval, median: number): number {
  return median === 0 ? 0 : (high - low) / 2 / Math.abs(median);
}
