/** Changes in English: `12.3% slower`, `at least 9.1% slower`. */
import type { Bound } from "../../../../bench/stats/judgement.ts";
import type { Metric } from "../../../../bench/types.ts";
import { isNoChange, multiple, percent, sureText, TWICE } from "../../figures.ts";

/** What decides the words of a change. */
export type CellKind = Pick<Metric, "unit" | "better">;

/** The words for worse and for better. */
export function wordsFor({ unit, better }: CellKind): {
  readonly worse: string;
  readonly better: string;
} {
  if (unit === "bytes") {
    return better === "lower"
      ? { worse: "larger", better: "smaller" }
      : { worse: "smaller", better: "larger" };
  }
  if (unit === "count") {
    return better === "lower"
      ? { worse: "more", better: "fewer" }
      : { worse: "fewer", better: "more" };
  }
  return { worse: "slower", better: "faster" };
}

/**
 * `12.3% slower`, or `2.31 times as slow` from twice on. Faster is told as how much less time or
 * size.
 */
export function changeText(slowdown: number, kind: CellKind, more = 0): string {
  const words = wordsFor(kind);
  if (slowdown >= TWICE) return timesText(slowdown, kind, more);
  const share = slowdown - 1;
  if (isNoChange(slowdown, more)) return "the same";
  return `${percent(share, more)} ${share > 0 ? words.worse : words.better}`;
}

const SINGLE: Readonly<Record<string, string>> = {
  slower: "slow",
  larger: "large",
  smaller: "small",
  more: "many",
  fewer: "few",
};

/** `5.31 times as slow`, also below 2. */
export function timesText(slowdown: number, kind: CellKind, more = 0): string {
  const { worse } = wordsFor(kind);
  return `${multiple(slowdown, more)} times as ${SINGLE[worse] ?? worse}`;
}

/**
 * `at least 9.1% slower (the bound that decides: one-sided, 99.5%)`. On the other side of no change it uses
 * the opposite word. A bound of no change reads `not slower`. Where it decides nothing, because it
 * lies on a margin of 0, it reads `at most 0% slower`.
 */
export function boundText(
  { is, slowdown, confidence }: Bound,
  kind: CellKind,
  more = 0,
  decides = true,
): string {
  const { worse, better } = wordsFor(kind);
  const isLeast = (is === "at-least") === slowdown > 1;
  const unchanged =
    is === "at-least"
      ? `not ${better}`
      : decides
        ? `not ${worse}`
        : `at most ${percent(0)} ${worse}`;
  const said = isNoChange(slowdown, more)
    ? unchanged
    : `${isLeast ? "at least" : "at most"} ${changeText(slowdown, kind, more)}`;
  const sure = sureText(confidence);
  return decides
    ? `${said} (the bound that decides: one-sided, ${sure})`
    : `${said} (one-sided, ${sure})`;
}

/** What a verdict is about. It does not cover every start: some starts may still hang. */
export function typicalText(starts: boolean): string {
  return starts ? "the typical start" : "the typical value";
}
