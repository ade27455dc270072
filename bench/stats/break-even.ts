/** Over which links one of two deliveries is faster, by their models. */
import { type Link, type LinkModel, secondsOver } from "./link-time.ts";

/** Two times that differ by less than this share are the same: a model is not that exact. */
export const SAME = 0.05;

/** Rates between the lowest and the highest that are looked at. */
const RATES = 200;
/** Halvings of the interval of a break-even: to a millionth of it. */
const HALVINGS = 20;

/** The rates that were measured, in Mbit/s, at one round trip. */
export interface RateRange {
  readonly low: number;
  readonly high: number;
  readonly rttMs: number;
}

/**
 * `first` or `second`: that one is faster at each rate, or as fast. `same`: they never differ.
 * `crosses`: one is faster below the rate `mbit`, and the other above it.
 */
export type BreakEven =
  | { readonly faster: "first" | "second" | "same" }
  | { readonly faster: "crosses"; readonly below: "first" | "second"; readonly mbit: number };

export function breakEven(first: LinkModel, second: LinkModel, range: RateRange): BreakEven {
  const gap = (mbit: number) => relativeGap({ mbit, rttMs: range.rttMs }, first, second);
  // Where they are the same, neither is said to be faster.
  const sure = ratesIn(range).filter((mbit) => Math.abs(gap(mbit)) > SAME);
  const [lowest, highest] = [sure[0], sure.at(-1)];
  if (lowest === undefined || highest === undefined) return { faster: "same" };
  const fasterAt = (mbit: number): "first" | "second" => (gap(mbit) > 0 ? "first" : "second");
  const [below, above] = [fasterAt(lowest), fasterAt(highest)];
  if (below === above) return { faster: below };
  // Between the last rate of the one and the first of the other.
  let from = sure.findLast((mbit) => fasterAt(mbit) === below) ?? lowest;
  let to = highest;
  for (const mbit of sure) if (mbit > from && mbit < to) to = mbit;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = Math.sqrt(from * to);
    if (fasterAt(middle) === below) from = middle;
    else to = middle;
  }
  return { faster: "crosses", below, mbit: Math.sqrt(from * to) };
}

/** The highest rate up to which `later` takes so many seconds longer than `sooner`, if it ever does. */
export function savesUpTo(
  seconds: number,
  { sooner, later }: { readonly sooner: LinkModel; readonly later: LinkModel },
  range: RateRange,
): number | undefined {
  const { rttMs } = range;
  return ratesIn(range).findLast(
    (mbit) => secondsOver({ mbit, rttMs }, later) - secondsOver({ mbit, rttMs }, sooner) >= seconds,
  );
}

/** How much longer the second takes, as a share of the shorter of the two. */
function relativeGap(link: Link, first: LinkModel, second: LinkModel): number {
  const [one, other] = [secondsOver(link, first), secondsOver(link, second)];
  return (other - one) / Math.max(Math.min(one, other), Number.MIN_VALUE);
}

function ratesIn({ low, high }: RateRange): readonly number[] {
  if (!(high > low)) return [low];
  return Array.from({ length: RATES }, (_, at) => low * (high / low) ** (at / (RATES - 1)));
}
