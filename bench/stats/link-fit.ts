/** Fits the model of a delivery (link-time.ts) to times that were measured. */
import { highestOf } from "./extent.ts";
import {
  type Link,
  type LinkModel,
  secondsOver,
  slowStartRounds,
  wireSeconds,
} from "./link-time.ts";

/** A time that was measured over a link, in seconds. */
export interface LinkTime extends Link {
  readonly seconds: number;
}

/**
 * The model with the least squares of relative errors: a tenth of a short time is as bad as a tenth
 * of a long one. None of its figures is negative. Takes at least one time.
 */
export function fitLink(times: readonly LinkTime[], bytes: number): LinkModel {
  const fits = unpackings(times).map((unpackSeconds) => fitWith(times, bytes, unpackSeconds));
  // The shortest unpacking of those that fit alike: nothing was seen of a longer one.
  const least = Math.min(...fits.map(({ error }) => error));
  const best = fits.find(({ error }) => error <= least * ALIKE + ROUNDING) ?? fits[0];
  if (best === undefined) throw new RangeError("no times");
  return best.model;
}

const ALIKE = 1.001;
const ROUNDING = 1e-12;
/** Each is a fiftieth longer than the one before. */
const STEP = 1.02;
/** Of the longest time that was measured, the shortest unpacking that is tried. */
const SHORTEST = 1e-3;

/** Times of unpacking to try, in seconds, the shortest first. The model is not linear in them. */
function unpackings(times: readonly LinkTime[]): readonly number[] {
  const longest = highestOf(times.map(({ seconds }) => seconds));
  const steps = Math.ceil(Math.log(1 / SHORTEST) / Math.log(STEP));
  const tried = Array.from({ length: steps + 1 }, (_, step) => longest * SHORTEST * STEP ** step);
  return [0, ...tried];
}

interface Fit {
  readonly model: LinkModel;
  /** The sum of the squares of relative errors. */
  readonly error: number;
}

function fitWith(times: readonly LinkTime[], bytes: number, unpackSeconds: number): Fit {
  const lines = times.map((time) => {
    const rtt = time.rttMs / 1e3;
    const known =
      Math.max(wireSeconds(bytes, time), unpackSeconds) + rtt * slowStartRounds(bytes, time);
    const weight = 1 / time.seconds;
    return { one: weight, trip: rtt * weight, left: (time.seconds - known) * weight };
  });
  const [fixedSeconds, trips] = leastSquares(lines);
  const model = { bytes, fixedSeconds, unpackSeconds, trips };
  const error = times.reduce((sum, time) => sum + relativeError(time, model) ** 2, 0);
  return { model, error };
}

/** How much longer the model takes than what was measured, as a share of it. */
export function relativeError(time: LinkTime, model: LinkModel): number {
  return secondsOver(time, model) / time.seconds - 1;
}

interface Line {
  readonly one: number;
  readonly trip: number;
  readonly left: number;
}

/** The two factors, neither of them negative, by which `one` and `trip` are nearest to `left`. */
function leastSquares(lines: readonly Line[]): readonly [number, number] {
  const sum = (of: (line: Line) => number) => lines.reduce((total, line) => total + of(line), 0);
  const [aa, at, tt] = [
    sum(({ one }) => one * one),
    sum(({ one, trip }) => one * trip),
    sum(({ trip }) => trip * trip),
  ];
  const [al, tl] = [sum(({ one, left }) => one * left), sum(({ trip, left }) => trip * left)];
  const both = aa * tt - at * at;
  const [first, second] = [(al * tt - tl * at) / both, (tl * aa - al * at) / both];
  // Where all round trips are the same, the two cannot be told apart.
  if (both > ROUNDING * aa * tt && first >= 0 && second >= 0) return [first, second];
  const [firstAlone, secondAlone] = [Math.max(0, al / aa), tt > 0 ? Math.max(0, tl / tt) : 0];
  const squares = (a: number, t: number) =>
    sum(({ one, trip, left }) => (left - a * one - t * trip) ** 2);
  return squares(firstAlone, 0) <= squares(0, secondAlone) ? [firstAlone, 0] : [0, secondAlone];
}
