/**
 * Works for any number of values. `Math.min(...values)` would overflow the stack at a hundred
 * thousand.
 */
export function lowestOf(values: readonly number[]): number {
  return values.reduce((a, b) => (b < a ? b : a), Number.POSITIVE_INFINITY);
}

export function highestOf(values: readonly number[]): number {
  return values.reduce((a, b) => (b > a ? b : a), Number.NEGATIVE_INFINITY);
}
