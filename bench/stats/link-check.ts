/** Whether the model of a delivery predicts what it was not fitted to. */
import { fitLink, type LinkTime, relativeError } from "./link-fit.ts";
import { type Link, type LinkModel, secondsOver } from "./link-time.ts";

/** The error that a prediction should have at most, as a share of what was measured. */
export const TARGET_ERROR = 0.15;

/** Fewer links leave no half to fit and another one to predict. */
export const FEWEST_LINKS = 4;

/** A time that was measured, and what the model said that had not seen it. */
export interface Predicted extends LinkTime {
  readonly predictedSeconds: number;
  /** How much longer than what was measured, as a share of it. */
  readonly error: number;
}

export interface Checked {
  /** Fitted to all times. */
  readonly model: LinkModel;
  /** How many times the half was that predicted the others. */
  readonly fitted: number;
  readonly predicted: readonly Predicted[];
}

/** Undefined with fewer than `FEWEST_LINKS`. */
export function checkLink(times: readonly LinkTime[], bytes: number): Checked | undefined {
  if (linksOf(times).length < FEWEST_LINKS) return undefined;
  const [fitted, others] = halves(times);
  const half = fitLink(fitted, bytes);
  return {
    model: fitLink(times, bytes),
    fitted: fitted.length,
    predicted: others.map((time) => ({
      ...time,
      predictedSeconds: secondsOver(time, half),
      error: relativeError(time, half),
    })),
  };
}

/** The largest error, whatever its sign. 0 if nothing was predicted. */
export function largestError(predicted: readonly Pick<Predicted, "error">[]): number {
  return predicted.reduce((most, { error }) => Math.max(most, Math.abs(error)), 0);
}

/** Each link once, by rate and round trip. */
export function linksOf<L extends Link>(links: readonly L[]): readonly Link[] {
  const known = new Map(links.map(({ mbit, rttMs }) => [`${mbit} ${rttMs}`, { mbit, rttMs }]));
  return [...known.values()].sort((a, b) => a.mbit - b.mbit || a.rttMs - b.rttMs);
}

/**
 * Two halves like the fields of a chessboard of rates and round trips, so that each half has all
 * of them. The first has the lowest rate at the shortest round trip. Where links lie so that one
 * half would be all but empty, every second link is in each.
 */
function halves(times: readonly LinkTime[]): readonly [readonly LinkTime[], readonly LinkTime[]] {
  const links = linksOf(times);
  const rates = distinct(links.map(({ mbit }) => mbit));
  const trips = distinct(links.map(({ rttMs }) => rttMs));
  const dark = links.filter(
    ({ mbit, rttMs }) => (rates.indexOf(mbit) + trips.indexOf(rttMs)) % 2 === 0,
  );
  const isUneven = Math.min(dark.length, links.length - dark.length) < 2;
  const first = isUneven ? links.filter((_, index) => index % 2 === 0) : dark;
  const isFirst = (time: Link) =>
    first.some(({ mbit, rttMs }) => mbit === time.mbit && rttMs === time.rttMs);
  return [times.filter(isFirst), times.filter((time) => !isFirst(time))];
}

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
