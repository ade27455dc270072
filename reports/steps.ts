/** The ladder from the bottom up: what each rung adds to the one below it, for every report. */

import type { TargetState } from "../bench/schema.ts";
import type { Row } from "../bench/stats/analyze.ts";
import { intervalText, overheadIntervalText, overheadText, quantity } from "./format.ts";
import { findRow, type ReportInput, startMetric } from "./model.ts";
import { t } from "./text/message.ts";

export interface Rung {
  readonly target: TargetState;
  /** Cold or warm start to the first byte. */
  readonly ready: string;
  readonly interval: string;
  /** What it adds to the nearest rung below that was measured; nothing for the lowest. */
  readonly step?: {
    readonly below: string;
    /** Rungs between the two, whose share is in the difference too. */
    readonly skipped: readonly string[];
    readonly difference: string;
    readonly interval: string;
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
      const step = stepText(row, target);
      return [
        {
          target,
          ready: quantity(row.summary.median, row.unit),
          interval: intervalText(row.summary, row.unit) ?? "",
          ...(step === undefined ? {} : { step }),
          ...(prework === undefined
            ? {}
            : { prework: quantity(prework.summary.median, prework.unit) }),
        },
      ];
    });
}

function stepText({ step, unit }: Row, target: TargetState): Rung["step"] {
  if (step === undefined) return undefined;
  const { interval } = step.summary;
  const chain = target.below ?? [];
  return {
    below: step.below,
    skipped: chain.slice(0, chain.indexOf(step.below)),
    difference: overheadText(step, unit),
    interval: overheadIntervalText(step, unit) ?? "",
    shown: interval !== undefined && (interval.low > 0 || interval.high < 0),
  };
}

/** `over overlay`, with the rungs in between that were not measured. */
export function overText({ below, skipped }: NonNullable<Rung["step"]>): string {
  return skipped.length === 0 ? below : t("report.over-with", { below, skipped });
}
