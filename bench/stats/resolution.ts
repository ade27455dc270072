/** The step of the clock or tool that measured: no smaller change can be seen in single values. */

/** With fewer values, equal ones may be chance. */
const FEWEST = 10;
/** Two values that are no further apart than this share of them are the same value. */
const SAME = 1e-9;
/** How far from a whole number of steps two values may lie. */
const OFF_GRID = 0.01;
/** A step of more than this share of the margin is coarse. */
const COARSE = 0.25;

/**
 * The smallest step between these values, in their unit. Undefined where values hardly ever repeat:
 * then the step is finer than they scatter.
 */
export function resolutionOf(values: readonly number[]): number | undefined {
  if (values.length < FEWEST) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const steps = sorted.slice(1).flatMap((value, index) => {
    const step = value - (sorted[index] as number);
    return step > SAME * Math.abs(value) ? [step] : [];
  });
  if (steps.length === 0 || steps.length + 1 > values.length / 2) return undefined;
  const step = Math.min(...steps);
  // A clock's values lie on a grid. Others that happen to repeat do not.
  return steps.every((one) => Math.abs(one / step - Math.round(one / step)) < OFF_GRID)
    ? step
    : undefined;
}

/** The step, if it is coarse for a margin, which is a share. */
export function coarseResolution(values: readonly number[], margin: number): number | undefined {
  const step = resolutionOf(values);
  if (step === undefined) return undefined;
  const middle = [...values].sort((a, b) => a - b)[values.length >> 1] as number;
  return step > COARSE * margin * Math.abs(middle) ? step : undefined;
}
