/** Stamps of what is done when the number of instances changes. */
import type { Scaled, ScalingStep } from "../../bench/types.ts";

/** Tells that a step is done: now, or at this moment of CLOCK_MONOTONIC. */
export type Stamp = (step: ScalingStep["step"], atNs?: bigint) => void;

/** Does the work, which tells each step. */
export async function stamped(work: (stamp: Stamp) => Promise<void>): Promise<Scaled> {
  const beganNs = process.hrtime.bigint();
  const steps: ScalingStep[] = [];
  await work((step, atNs = process.hrtime.bigint()) => {
    steps.push({ step, atNs: Number(atNs - beganNs) });
  });
  return { beganNs, steps };
}
