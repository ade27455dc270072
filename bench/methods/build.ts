/** Experiments that build images with the builders of targets. */
import type { Experiment, Params, Subject, TargetIdentity } from "../types.ts";
import { type Described, described } from "./described.ts";

/** Nothing is opened: each cell has a workshop of its own. */
export function buildExperiment(
  spec: Omit<Described<Params>, "tools" | "needs" | "params">,
  rest: Pick<Experiment, "metrics" | "seconds" | "run">,
): Experiment {
  const params = { smoke: {}, quick: {}, standard: {}, thorough: {} };
  return {
    ...described({ ...spec, tools: [], needs: ["builder"], params }),
    subjects: withBuilder,
    ...rest,
  };
}

/** Targets for which nothing builds an image are left out. */
function withBuilder(targets: readonly TargetIdentity[]): readonly Subject[] {
  return targets
    .filter(({ builder }) => builder !== undefined)
    .map(({ id }) => ({ id, roles: { target: id }, at: {} }));
}
