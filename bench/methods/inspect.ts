/** Inspects a target's image from outside. Once a run is enough, because it does not vary. */
import type { Experiment, Lab, Metric, Observation, Params } from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";

export interface InspectSpec extends Described<Params> {
  readonly metrics: readonly Metric[];
  look(lab: Lab): Promise<readonly Observation[]>;
}

const ONCE = { smoke: 1, quick: 1, standard: 1, thorough: 1 };
const LOOK_SECONDS = 0.01;

export function inspectExperiment(spec: InspectSpec): Experiment {
  return {
    ...described(spec),
    rounds: ONCE,
    metrics: () => inFamily(spec, spec.metrics),
    seconds: () => LOOK_SECONDS,
    run: (lab) => spec.look(lab),
  };
}
