/** Slowdowns in words of figures: the same in every language. */
import type { Summary } from "../../../bench/stats/summary.ts";

export function factor(value: number): string {
  return `${value < 100 ? value.toFixed(2) : value.toFixed(0)}x`;
}

export function intervalOf({ interval }: Summary): string | undefined {
  if (interval === undefined) return undefined;
  const [low, high] = [interval.low, interval.high].map((end) => factor(end).slice(0, -1));
  return `[${low}, ${high}]`;
}
