/** The slope by least squares. It needs at least two points. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  let [above, below] = [0, 0];
  for (const [index, value] of x.entries()) {
    above += (value - middleX) * ((y[index] ?? Number.NaN) - middleY);
    below += (value - middleX) ** 2;
  }
  if (!(below > 0)) throw new RangeError("a slope needs two counts at least");
  return above / below;
}
