/** Numbers as readers see them: three significant digits and the unit that fits. */

import { isEmulated } from "../bench/emulation.ts";
import type { TargetState } from "../bench/schema.ts";
import type { Analysis, Row } from "../bench/stats/analyze.ts";
import { highestOf, lowestOf } from "../bench/stats/extent.ts";
import type { Overhead } from "../bench/stats/overhead.ts";
import type { Summary } from "../bench/stats/summary.ts";
import type { Said, Unit } from "../bench/types.ts";
import { textOf } from "./text/message.ts";

export { isEmulated } from "../bench/emulation.ts";

const SCALES: Readonly<Record<Unit, readonly (readonly [number, string])[]>> = {
  ns: [
    [1e9, "s"],
    [1e6, "ms"],
    [1e3, "µs"],
    [1, "ns"],
  ],
  bytes: [
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
    [1, "B"],
  ],
  "bytes/s": [
    [1e9, "GB/s"],
    [1e6, "MB/s"],
    [1e3, "kB/s"],
    [1, "B/s"],
  ],
  "ops/s": [
    [1e6, "M/s"],
    [1e3, "k/s"],
    [1, "/s"],
  ],
  count: [[1, ""]],
  ratio: [[1, "x"]],
};

/** Three significant digits, never an exponent: 0.0123, 1.23, 123, 1234. */
export function digits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 6));
}

export interface Scale {
  readonly factor: number;
  readonly unit: string;
}

/** The largest unit in which the value is at least 1. */
export function scaleFor(value: number, unit: Unit): Scale {
  const scales = SCALES[unit];
  const [factor, name] =
    scales.find(([size]) => Math.abs(value) >= size) ??
    (scales.at(-1) as readonly [number, string]);
  return { factor, unit: name };
}

export function quantity(value: number, unit: Unit, scale = scaleFor(value, unit)): string {
  // A factor has no space before its sign, as everywhere: 1.03x.
  const space = unit === "ratio" ? "" : " ";
  return `${digits(value / scale.factor)}${space}${scale.unit}`.trim();
}

/** `[low, high] unit`, in the unit of the median. */
export function intervalText(summary: Summary, unit: Unit): string | undefined {
  if (summary.interval === undefined) return undefined;
  const { factor } = scaleFor(summary.median, unit);
  return `[${digits(summary.interval.low / factor)}, ${digits(summary.interval.high / factor)}]`;
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
  return isEmulated(target) ? `${target.id} (TCG, emulated)` : target.id;
}

/** Explains medians, brackets, slowdowns and differences at the foot of every report. */
export function legend({ rows }: Pick<Analysis, "rows">, rounds: number): string {
  return (
    `Medians of ${rounds} round(s)${brackets(rows)}. Overheads are paired with native in the same round: ` +
    "starts as the difference (+), all else as slowdown (1.00x is native's speed, 2.00x twice as slow)."
  );
}

/** The confidence of the intervals in brackets. */
export function brackets(rows: readonly Row[]): string {
  const summaries = rows.flatMap(({ summary, overhead }) => [summary, overhead?.summary]);
  const confidences = summaries.flatMap((summary) => summary?.interval?.confidence ?? []);
  if (confidences.length === 0) return "";
  const lowest = lowestOf(confidences);
  const least = lowest < highestOf(confidences) ? "at least " : "";
  return `; in brackets the exact interval of the median, with ${least}${confidenceText(lowest)} confidence`;
}

/** `94%`. It is rounded down, so that it does not claim too much. */
export function confidenceText(confidence: number): string {
  return `${Math.floor(confidence * 100)}%`;
}

/** `n = 4` where a cell has fewer rounds than the run: some failed, or not all measure it. */
export function fewerRounds({ n }: Summary, row: Pick<Row, "is">, rounds: number): string {
  return row.is.exact === true || n >= rounds ? "" : `n = ${n}`;
}
