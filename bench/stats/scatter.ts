/** How far single rounds lie from their centre, known from the rounds before. */

/** What is taken for the scatter before there are rounds that tell: 5%, as a logarithm. */
const USUAL = 0.05;
/** How many rounds that guess is worth. */
const WORTH = 2;
/** With fewer rounds their scatter says nothing. */
const FEWEST = 3;
/** The median absolute deviation of a normal distribution is its standard deviation divided by this. */
const NORMAL = 1.4826;

/**
 * For each value, the scatter of the finite values before it, as a standard deviation; and, last,
 * that of all values. Robust: the median absolute deviation. Never 0.
 */
export function scattersOf(values: readonly number[]): readonly number[] {
  const sorted: number[] = [];
  const found: number[] = [];
  for (const value of values) {
    found.push(scatterOf(sorted));
    if (Number.isFinite(value)) sorted.splice(placeOf(value, sorted), 0, value);
  }
  found.push(scatterOf(sorted));
  return found;
}

function scatterOf(sorted: readonly number[]): number {
  const n = sorted.length;
  if (n < FEWEST) return USUAL;
  return (WORTH * USUAL + n * NORMAL * medianDeviation(sorted)) / (WORTH + n);
}

/** Where a value belongs in an ascending row. */
export function placeOf(value: number, sorted: readonly number[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The median distance from the median, of ascending values. */
function medianDeviation(sorted: readonly number[]): number {
  const centre = middleOf(sorted);
  // The nearest values lie around the centre: walk outwards to the middle distance.
  let [left, right] = [placeOf(centre, sorted) - 1, placeOf(centre, sorted)];
  const distances: number[] = [];
  while (distances.length <= sorted.length >> 1) {
    const below = left < 0 ? Number.POSITIVE_INFINITY : centre - (sorted[left] as number);
    const above =
      right >= sorted.length ? Number.POSITIVE_INFINITY : (sorted[right] as number) - centre;
    distances.push(Math.min(below, above));
    if (below < above) left--;
    else right++;
  }
  const upper = distances.at(-1) as number;
  return sorted.length % 2 === 1 ? upper : ((distances.at(-2) as number) + upper) / 2;
}

/** The median of ascending values, one at the least. */
export function middleOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}
