/** The ladder from the bottom up: what each rung adds to the one below it, for every report. */

import type { TargetState } from "../bench/schema.ts";
import type { Row } from "../bench/stats/analyze.ts";
import type { Summary } from "../bench/stats/summary.ts";
import { intervalText, overheadIntervalText, overheadText, quantity } from "./format.ts";
import { findRow, type ReportInput, startMetric } from "./model.ts";
import { t } from "./text/message.ts";

export interface Rung {
  readonly target: TargetState;
  /** Cold or warm start to the first byte. */
  readonly ready: string;
  readonly readyNs: number;
  readonly interval: string;
  /** What it adds to the nearest rung below that was measured; nothing for the lowest. */
  readonly step?: {
    readonly below: string;
    /** Rungs between the two, whose share is in the difference too. */
    readonly skipped: readonly string[];
    readonly difference: string;
    readonly interval: string;
    /** The difference in ns, and when the rung below has its first byte. */
    readonly summary: Summary;
    readonly belowNs: number;
    /** Whether the interval leaves out zero: a difference that was shown. */
    readonly shown: boolean;
  };
  /** Time spent before a warm start, on that very start. */
  readonly prework?: string;
}

/** The rungs of a start workload, lowest first; warm starts or cold ones, never both. */
export function rungsOf(input: ReportInput, workload: string, warm: boolean): readonly Rung[] {
  const { rows, targets, workloads } = input.analysis;
  const plan = workloads.find(({ id }) => id === workload);
  const start = plan && startMetric(plan);
  if (start === undefined) return [];
  // The work before a warm start is not a moment of the start.
  const before = plan?.metrics.find(({ role }) => role === "detail")?.id ?? "";
  return targets
    .filter((target) => (target.warm === true) === warm)
    .flatMap((target): Rung[] => {
      const row = findRow(rows, workload, start.id, target.id);
      if (row === undefined) return [];
      const prework = findRow(rows, workload, before, target.id);
      const step = stepText(row, target, (id) => findRow(rows, workload, start.id, id));
      return [
        {
          target,
          ready: quantity(row.summary.median, row.unit),
          readyNs: row.summary.median,
          interval: intervalText(row.summary, row.unit) ?? "",
          ...(step === undefined ? {} : { step }),
          ...(prework === undefined
            ? {}
            : { prework: quantity(prework.summary.median, prework.unit) }),
        },
      ];
    });
}

function stepText(
  { step, unit }: Row,
  target: TargetState,
  find: (target: string) => Row | undefined,
): Rung["step"] {
  if (step === undefined) return undefined;
  const { interval } = step.summary;
  const chain = target.below ?? [];
  return {
    below: step.below,
    skipped: chain.slice(0, chain.indexOf(step.below)),
    difference: overheadText(step, unit),
    interval: overheadIntervalText(step, unit) ?? "",
    summary: step.summary,
    belowNs: find(step.below)?.summary.median ?? 0,
    shown: interval !== undefined && (interval.low > 0 || interval.high < 0),
  };
}

/** `over overlay`, with the rungs in between that were not measured. */
export function overText({ below, skipped }: NonNullable<Rung["step"]>): string {
  return skipped.length === 0 ? below : t("report.over-with", { below, skipped });
}
