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
 * Two halves. In each row of links with the same rate or the same round trip, every second one is
 * predicted, and those at the ends are fitted: readers ask for links between those that were
 * measured. Where no row is long enough, every second link of all is predicted.
 */
function halves(times: readonly LinkTime[]): readonly [readonly LinkTime[], readonly LinkTime[]] {
  const links = linksOf(times);
  const between = links.filter(
    (link) => isBetween(link, links, "mbit", "rttMs") || isBetween(link, links, "rttMs", "mbit"),
  );
  const predicted = between.length > 0 ? between : links.filter((_, index) => index % 2 === 1);
  const isPredicted = (time: Link) =>
    predicted.some(({ mbit, rttMs }) => mbit === time.mbit && rttMs === time.rttMs);
  return [times.filter((time) => !isPredicted(time)), times.filter(isPredicted)];
}

/** Whether it is a second one, and not the last, among those that have the same `fixed`. */
function isBetween(
  link: Link,
  links: readonly Link[],
  fixed: keyof Link,
  along: keyof Link,
): boolean {
  const row = links
    .filter((one) => one[fixed] === link[fixed])
    .map((one) => one[along])
    .sort((a, b) => a - b);
  const place = row.indexOf(link[along]);
  return place % 2 === 1 && place < row.length - 1;
}
