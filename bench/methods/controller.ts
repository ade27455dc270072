/**
 * The controller that scales a service, the same for all targets. It looks at how many requests wait
 * for an answer, often, and decides at its polling interval, as controllers of clusters do. It
 * changes the number of instances by one at a time.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Command, Scaled, Scaling } from "../types.ts";

export interface Control {
  readonly service: string;
  readonly server: Command;
  /** Between two decisions. 0: at each look. */
  readonly pollMs: number;
  /** After a change it does nothing for so long: what had queued up must be answered first. */
  readonly settleMs: number;
  /** The most instances. */
  readonly most: number;
}

/** Moments are the host's CLOCK_MONOTONIC, in the order in which they were noted. */
export interface Controlled {
  /** When the mean first was above what one instance should have. */
  readonly crossedNs: bigint | undefined;
  readonly grown: readonly Change[];
  readonly shrunk: readonly Change[];
}

export interface Change extends Scaled {
  readonly decidedNs: bigint;
}

const LOOK_MS = 50;
/** The mean is over so many looks: half a second. */
const LOOKS = 10;
/**
 * Requests that wait for an answer, for each instance: more than this and one is added. One is being
 * answered, so more than one waits behind it.
 */
const MOST_WAITING = 2;
/** Fewer than this for each instance that would be left, and one is taken away. */
const FEW_WAITING = 0.5;

/** Controls until `stopped` is aborted. A change that is under way then is given up. */
export async function control(
  scaling: Scaling,
  { service, server, pollMs, settleMs, most }: Control,
  signal: AbortSignal,
  stopped: AbortSignal,
): Promise<Controlled> {
  const looks: number[] = [];
  const grown: Change[] = [];
  const shrunk: Change[] = [];
  let [count, crossedNs]: [number, bigint | undefined] = [1, undefined];
  let failure: { readonly error: unknown } | undefined;
  const during = AbortSignal.any([signal, stopped]);
  let change: Promise<void> | undefined;
  const begin = (work: Promise<Scaled>, done: (scaled: Scaled) => void) => {
    change = work
      .then(done, (error: unknown) => {
        if (!stopped.aborted) failure = { error };
      })
      .finally(() => {
        change = undefined;
        settledAt = performance.now() + settleMs;
        // What was seen before says nothing of the new number.
        looks.length = 0;
      });
  };
  let pollAt = performance.now();
  let settledAt = 0;
  while (!stopped.aborted && failure === undefined) {
    signal.throwIfAborted();
    looks.push(await scaling.inFlight(service));
    if (looks.length > LOOKS) looks.shift();
    const mean = looks.reduce((sum, one) => sum + one, 0) / looks.length;
    const isFull = looks.length === LOOKS;
    const isHigh = isFull && mean > MOST_WAITING * count;
    const isLow = isFull && count > 1 && mean < FEW_WAITING * (count - 1);
    if (isHigh) crossedNs ??= process.hrtime.bigint();
    const isDue = performance.now() >= pollAt;
    if (isDue) pollAt += pollMs;
    const isFree = isDue && change === undefined && performance.now() >= settledAt;
    if (isFree && isHigh && count < most) {
      const decidedNs = process.hrtime.bigint();
      begin(scaling.grow(service, server, during), (scaled) => {
        grown.push({ decidedNs, ...scaled });
        count++;
      });
    } else if (isFree && isLow) {
      const decidedNs = process.hrtime.bigint();
      begin(scaling.shrink(service, signal), (scaled) => {
        shrunk.push({ decidedNs, ...scaled });
        count--;
      });
    }
    await sleep(LOOK_MS, undefined, { signal: stopped }).catch(() => {});
  }
  await change;
  signal.throwIfAborted();
  if (failure !== undefined) throw failure.error;
  return { crossedNs, grown, shrunk };
}
