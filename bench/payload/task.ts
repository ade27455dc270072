/** What a suite of the payload prints for one of its tasks. */
export interface TaskResult {
  readonly task: string;
  readonly unit: "ops/s" | "ns";
  /** One value per batch, in the order in which they ran. */
  readonly values: readonly number[];
  /** All operations, warm-up included. */
  readonly operations: number;
}

/**
 * Runs batches of `size` operations until the time is over, at least three, after one unmeasured
 * batch. `batch` does as many operations as it is told.
 */
export function nsPerOperation(
  task: string,
  milliseconds: number,
  size: number,
  batch: (size: number) => void,
): TaskResult {
  batch(size);
  const values: number[] = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end || values.length < 3) {
    const from = process.hrtime.bigint();
    batch(size);
    values.push(Number(process.hrtime.bigint() - from) / size);
  }
  return { task, unit: "ns", values, operations: (values.length + 1) * size };
}
