/**
 * Distribution functions and their quantiles. Their relative accuracy is 1e-10 or better far into
 * the lower tails. A test of many cells at 1% needs tails of 1e-4 and less, for which those of
 * simple-statistics (tables, an absolute error of 1e-7) are not enough.
 */
import { gammaln } from "simple-statistics";
import { requireConfidence } from "./quantile.ts";

/** Probabilities are absolute, from 0 to 1. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * From here on the series loses digits of the tail by cancellation, and the fraction converges
 * soon.
 */
const SERIES_UP_TO = 3;

/**
 * P(Z <= z) of a standard normal variable. It is 0 and 1 at the infinities.
 *
 * Source: Marsaglia, Evaluating the normal distribution, Journal of Statistical Software 11(4)
 * (2004), for the series; Abramowitz & Stegun 26.2.14 (Laplace) for the tails.
 *
 * @throws RangeError if z is not a number
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("normalCdf: z is NaN");
  return z > 0 ? 1 - normalTail(z) : normalTail(-z);
}

/**
 * The z for which P(Z <= z) = p. It is minus and plus infinity for 0 and 1.
 *
 * Source: bisection of the tail above, which is monotone. It is as exact as the tail is.
 *
 * @throws RangeError if p is not from 0 to 1
 */
export function normalQuantile(p: number): number {
  requireProbability("normalQuantile", p);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  return symmetricQuantile(p, normalTail);
}

/**
 * P(T <= t) of Student's t with `df` degrees of freedom, at least 1 and not necessarily whole.
 *
 * Source: Abramowitz & Stegun 26.7.1: half an incomplete beta function on either side.
 *
 * @throws RangeError if t is not a number, or df is less than 1 or not finite
 */
export function studentCdf(t: number, df: number): number {
  if (Number.isNaN(t)) throw new RangeError("studentCdf: t is NaN");
  requireFreedom("studentCdf", df);
  return t > 0 ? 1 - studentTail(t, df) : studentTail(-t, df);
}

/**
 * The t for which P(T <= t) = p, with `df` degrees of freedom.
 *
 * @throws RangeError if p is not from 0 to 1, or df is less than 1 or not finite
 */
export function studentQuantile(p: number, df: number): number {
  requireProbability("studentQuantile", p);
  requireFreedom("studentQuantile", df);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  return symmetricQuantile(p, (t) => studentTail(t, df));
}

/**
 * An upper bound of a chance of success, given the successes in n tries: the chance is at most
 * this, with `confidence`. It is one-sided and exact, so its confidence is at least the one
 * requested.
 *
 * Source: Clopper & Pearson, The use of confidence or fiducial limits illustrated in the case of
 * the binomial, Biometrika 26 (1934).
 *
 * @throws RangeError unless 0 <= successes <= n, both whole, n >= 1, and 0 < confidence < 1
 */
export function binomialUpperBound(successes: number, n: number, confidence: number): number {
  requireTries("binomialUpperBound", successes, n, confidence);
  return upperBound(successes, n, 1 - confidence);
}

/**
 * The two-sided interval of a chance of success. Each side has half of the error that `confidence`
 * leaves. It is exact: its confidence is at least the one requested.
 *
 * Source: as `binomialUpperBound`.
 *
 * @throws RangeError as `binomialUpperBound`
 */
export function clopperPearson(successes: number, n: number, confidence: number): Bounds {
  requireTries("clopperPearson", successes, n, confidence);
  const beyond = (1 - confidence) / 2;
  return {
    low: lowerBound(successes, n, beyond),
    high: upperBound(successes, n, beyond),
  };
}

/**
 * The regularized incomplete beta function I_x(a, b): P(X <= x) of a beta variable. `rest` is 1 -
 * x, for callers that know it more exactly than a subtraction would give.
 *
 * Source: DLMF 8.17.22 (dlmf.nist.gov), a continued fraction, by Lentz's method as Thompson &
 * Barnett (1986) changed it; see Press et al., Numerical Recipes (3rd ed., 2007), 5.2 and 6.4.
 *
 * @throws RangeError unless a and b are positive and finite and x is from 0 to 1
 */
export function incompleteBeta(a: number, b: number, x: number, rest = 1 - x): number {
  if (!(a > 0 && b > 0 && Number.isFinite(a + b))) {
    throw new RangeError(`incompleteBeta: a is ${a} and b ${b}, not positive and finite`);
  }
  requireProbability("incompleteBeta", x);
  if (x === 0 || rest === 0) return x === 0 ? 0 : 1;
  // The fraction converges fast only on this side of the bulk of the distribution.
  return x < (a + 1) / (a + b + 2) ? betaTail(a, b, x, rest) : 1 - betaTail(b, a, rest, x);
}

/** P(Z > z) for z >= 0. */
function normalTail(z: number): number {
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (density === 0) return 0;
  if (z < SERIES_UP_TO) {
    let term = z;
    let sum = 0;
    for (let i = 3; sum + term !== sum; i += 2) {
      sum += term;
      term *= (z * z) / i;
    }
    return 0.5 - density * sum;
  }
  // 1/(z+ 1/(z+ 2/(z+ 3/(z+ ...
  return density * continuedFraction((i) => [i === 1 ? 1 : i - 1, z]);
}

/** P(T > t) for t >= 0. */
function studentTail(t: number, df: number): number {
  if (t === Infinity) return 0;
  // The quotient avoids the square of t, which may overflow.
  const ratio = (t / df) * t;
  if (ratio === Infinity) return 0;
  return incompleteBeta(df / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio)) / 2;
}

/** Quantile of a distribution that is symmetric about 0, by its upper tail. */
function symmetricQuantile(p: number, tail: (x: number) => number): number {
  if (p === 0.5) return 0;
  // 1 - p is exact from one half on (Sterbenz).
  const beyond = p < 0.5 ? p : 1 - p;
  let high = 1;
  while (tail(high) > beyond) high *= 2;
  const x = falling(tail, beyond, high === 1 ? 0 : high / 2, high);
  return p < 0.5 ? -x : x;
}

function upperBound(successes: number, n: number, beyond: number): number {
  if (successes === n) return 1;
  // P(at most so many successes) = beyond. For zero successes the closed form loses no digits.
  if (successes === 0) return -Math.expm1(Math.log(beyond) / n);
  return falling(
    (chance) => incompleteBeta(n - successes, successes + 1, 1 - chance, chance),
    beyond,
    0,
    1,
  );
}

function lowerBound(successes: number, n: number, beyond: number): number {
  if (successes === 0) return 0;
  if (successes === n) return Math.exp(Math.log(beyond) / n);
  // 1 - upperBound(n - successes) would leave few digits of a bound close to 0.
  return falling((chance) => -incompleteBeta(successes, n - successes + 1, chance), -beyond, 0, 1);
}

/** Finds where a falling function crosses a value, by bisection until no double lies between. */
function falling(of: (x: number) => number, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (of(middle) > value) low = middle;
    else high = middle;
  }
}

function betaTail(a: number, b: number, x: number, rest: number): number {
  const fraction = continuedFraction((i) => {
    if (i === 1) return [1, 1];
    const m = (i - 1) >> 1;
    if (i % 2 === 1) return [(m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)), 1];
    return [(-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)), 1];
  });
  return (betaDensity(a, b, x, rest) / a) * fraction;
}

/**
 * x^a (1-x)^b / B(a, b), by the binomial's saddle point. The difference of logarithms of gamma
 * functions would lose a digit for each digit that a and b have.
 *
 * Source: Loader, Fast and accurate computation of binomial probabilities (2000).
 */
function betaDensity(a: number, b: number, x: number, rest: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * x) -
    deviance(b, n * rest);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent);
}

/** k ln(k / expected) + expected - k: the deviance of a count from its expected value. */
function deviance(k: number, expected: number): number {
  const off = (k - expected) / expected;
  return k * Math.log1p(off) - (k - expected);
}

/** Below this, the series has not yet converged to the digits of a double. */
const STIRLING_FROM = 16;

/** ln of z! over Stirling's formula sqrt(2 pi z) (z/e)^z. Source: DLMF 5.11.1. */
function stirlingError(z: number): number {
  if (z < STIRLING_FROM) {
    return gammaln(z + 1) - (z + 0.5) * Math.log(z) + z - 0.5 * Math.log(2 * Math.PI);
  }
  const s = 1 / (z * z);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / z;
}

/** Replaces a zero that would be divided by. */
const TINY = 1e-300;
/** A few units in the last place. A factor that only rounding keeps from 1 changes nothing more. */
const CONVERGED = 4 * Number.EPSILON;
/** The fractions above need some tens of steps, or about the square root of their parameters. */
const MOST_STEPS = 1_000_000;

/** a1/(b1+ a2/(b2+ ... of `step(i)` = [a_i, b_i], by Lentz's method. */
function continuedFraction(step: (i: number) => readonly [a: number, b: number]): number {
  let result = TINY;
  let c = TINY;
  let d = 0;
  for (let i = 1; i <= MOST_STEPS; i++) {
    const [a, b] = step(i);
    d = b + a * d;
    c = b + a / c;
    d = 1 / (d === 0 ? TINY : d);
    if (c === 0) c = TINY;
    const factor = c * d;
    result *= factor;
    if (Math.abs(factor - 1) < CONVERGED) return result;
  }
  throw new RangeError(`a continued fraction has not converged in ${MOST_STEPS} steps`);
}

function requireProbability(name: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${name}: ${p} is not from 0 to 1`);
}

function requireFreedom(name: string, df: number): void {
  if (!(df >= 1 && df < Infinity)) {
    throw new RangeError(`${name}: ${df} degrees of freedom, not from 1 and finite`);
  }
}

function requireTries(name: string, successes: number, n: number, confidence: number): void {
  if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`${name}: ${n} tries`);
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= n)) {
    throw new RangeError(`${name}: ${successes} successes in ${n} tries`);
  }
  requireConfidence(name, confidence);
}
