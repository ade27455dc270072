/** Changes in plain words: `12.3% slower`, `between 0.5% faster and 2.0% slower`. */
import type { Measurement } from "../types.ts";
import type { Interval } from "./summary.ts";

/** Words for the worse and for the better. */
export function wordsFor({ unit, better }: Pick<Measurement, "unit" | "better">): {
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

type Kind = Pick<Measurement, "unit" | "better">;

/** `12.3%`, `5%`, `0.24%`: one decimal unless it is 0, and two below 1%. */
export function percent(share: number): string {
  const value = Math.abs(share) * 100;
  const text = value < 0.995 && value > 0 ? value.toFixed(2) : value.toFixed(1);
  return `${text.replace(/\.0$/, "")}%`;
}

/** `12.3% slower`; from twice on `2.31 times as slow`. Faster is told as how much less time or size. */
export function changeText(slowdown: number, kind: Kind): string {
  const words = wordsFor(kind);
  if (slowdown >= 2) return timesText(slowdown, kind);
  const share = slowdown - 1;
  if (Math.abs(share) < 0.00005) return "the same";
  return `${percent(share)} ${share > 0 ? words.worse : words.better}`;
}

const SINGLE: Readonly<Record<string, string>> = {
  slower: "slow",
  larger: "large",
  smaller: "small",
  more: "many",
  fewer: "few",
};

/** `5.31 times as slow`, below 2 too. */
export function timesText(slowdown: number, kind: Kind): string {
  const { worse } = wordsFor(kind);
  return `${slowdown.toFixed(2)} times as ${SINGLE[worse] ?? worse}`;
}

/** `9.8% to 14.9% slower`, or `between 0.5% faster and 2.0% slower`. */
export function rangeText({ low, high }: Pick<Interval, "low" | "high">, kind: Kind): string {
  // One scale for both ends: 1.99 to 2.01 times, not 99% to 2.01 times.
  if (high >= 2 && low >= 1) return `${low.toFixed(2)} to ${timesText(high, kind)}`;
  const [from, to] = [changeText(low, kind), changeText(high, kind)];
  const sameSide = (low > 1 && high > 1) || (low < 1 && high < 1);
  if (from === to) return from;
  if (!sameSide || high >= 2) return `between ${from} and ${to}`;
  const nearest = low > 1 ? [low, high] : [high, low];
  const words = wordsFor(kind);
  return `${percent((nearest[0] as number) - 1)} to ${percent((nearest[1] as number) - 1)} ${low > 1 ? words.worse : words.better}`;
}
