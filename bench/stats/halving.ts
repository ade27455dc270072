/** Bounds of what evidence rules out, found by halving. */

/**
 * The last place, on the way from one that is ruled out to one that is not, that still is. All
 * before it must be, and none after it. Undefined if `from` is not ruled out.
 */
export function lastRuledOut(
  isRuledOut: (place: number) => boolean,
  from: number,
  to: number,
  halvings = 60,
): number | undefined {
  if (!isRuledOut(from)) return undefined;
  let [inside, outside] = [from, to];
  for (let i = 0; i < halvings; i++) {
    const middle = (inside + outside) / 2;
    if (isRuledOut(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
