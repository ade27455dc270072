/** Figures, names of targets and notes that every report shows in the same way. */
import { isEmulated } from "../bench/emulation.ts";
import type { TargetState } from "../bench/schema.ts";
import type { Analysis, Row } from "../bench/stats/analyze.ts";
import { highestOf, lowestOf } from "../bench/stats/extent.ts";
import type { Overhead } from "../bench/stats/overhead.ts";
import type { Summary } from "../bench/stats/summary.ts";
import type { Said, Unit } from "../bench/types.ts";
import { digits, quantity, scaleFor } from "./numbers.ts";
import { t, textOf } from "./text/message.ts";

export { isEmulated } from "../bench/emulation.ts";
export { confidenceText, digits, quantity, type Scale, scaleFor } from "./numbers.ts";

/** `[low, high] unit`, in the unit of the median. */
export function intervalText(summary: Summary, unit: Unit): string | undefined {
  if (summary.interval === undefined) return undefined;
  const { low, high } = summary.interval;
  const { factor } = scaleFor(summary.median, unit);
  // Around a median of almost nothing its unit would be too small for the bounds.
  if (Math.max(Math.abs(low), Math.abs(high)) >= TOO_MANY * factor) {
    return `[${signed(low, unit)}, ${signed(high, unit)}]`;
  }
  return `[${digits(low / factor)}, ${digits(high / factor)}]`;
}

const TOO_MANY = 10_000;

function signed(value: number, unit: Unit): string {
  return `${value < 0 ? "-" : ""}${quantity(Math.abs(value), unit)}`;
}

/** `+2.1 ms` or `1.03x`, as the kind says. */
export function overheadText(overhead: Overhead, unit: Unit): string {
  const { median } = overhead.summary;
  if (overhead.kind === "slowdown") return `${median.toFixed(2)}x`;
  return `${median < 0 ? "-" : "+"}${quantity(Math.abs(median), unit)}`;
}

export function overheadIntervalText(overhead: Overhead, unit: Unit): string | undefined {
  const { interval } = overhead.summary;
  if (interval === undefined) return undefined;
  if (overhead.kind === "slowdown") {
    return `[${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}]`;
  }
  return intervalText(overhead.summary, unit);
}

/**
 * Text from tools, for a terminal. Control characters would move the cursor or change colours, and
 * those of bidirectional text would change the order of words.
 */
export function printable(text: Said): string {
  return textOf(text).replaceAll(UNPRINTABLE, "\ufffd");
}

const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A target's name. It says if the target was emulated, which must never be left out. */
export function targetLabel(target: Pick<TargetState, "id"> & Partial<TargetState>): string {
  return isEmulated(target) ? t("report.emulated-target", { target: target.id }) : target.id;
}

/** Explains medians, brackets, slowdowns and differences at the foot of every report. */
export function legend({ rows }: Pick<Analysis, "rows">, rounds: number): string {
  return t("report.legend", { rounds, ...brackets(rows) });
}

/** What the intervals in brackets are. */
export interface Brackets {
  /** `at-least` where the confidence is that of the least certain one. */
  readonly intervals: "none" | "exact" | "at-least";
  readonly confidence: number;
}

export function brackets(rows: readonly Row[]): Brackets {
  const summaries = rows.flatMap(({ summary, overhead }) => [summary, overhead?.summary]);
  const confidences = summaries.flatMap((summary) => summary?.interval?.confidence ?? []);
  if (confidences.length === 0) return { intervals: "none", confidence: 0 };
  const confidence = lowestOf(confidences);
  return { intervals: confidence < highestOf(confidences) ? "at-least" : "exact", confidence };
}

/** `n = 4` where a cell has fewer rounds than the run: some failed, or not all measure it. */
export function fewerRounds({ n }: Summary, row: Pick<Row, "is">, rounds: number): string {
  return row.is.exact === true || n >= rounds ? "" : t("report.fewer-rounds", { n });
}
