/** Of as many values as there are: as arguments of a call, a hundred thousand overflow the stack. */
export function lowestOf(values: readonly number[]): number {
  return values.reduce((a, b) => (b < a ? b : a), Number.POSITIVE_INFINITY);
}

export function highestOf(values: readonly number[]): number {
  return values.reduce((a, b) => (b > a ? b : a), Number.NEGATIVE_INFINITY);
}
