import { densityExperiment } from "../methods/density.ts";
import { SCALE } from "../methods/families.ts";

/** As many idle instances as the host takes. */
export const experiment = densityExperiment({
  id: "scale.density",
  version: 1,
  title: "Idle instances, more and more of them, until a limit is met",
  family: SCALE,
  notes: {
    shows:
      "how many instances answer at once, what an answer and one more instance take by then, and which limit was met: `instances` is the last count at which all was well",
    hides:
      "instances that work; what the harness needs for each, a launcher (2 processes, 5 pipes); hosts with other limits",
    published: "moby: 0.6 s for one start, 7.4 s for one of 32 at once",
  },
  rounds: { smoke: 1, quick: 1, standard: 3, thorough: 5 },
  params: {
    smoke: { most: 5, budgetMs: 10_000, probes: 10 },
    quick: { most: 100, budgetMs: 30_000, probes: 50 },
    standard: { most: 1000, budgetMs: 120_000, probes: 100 },
    thorough: { most: 4000, budgetMs: 600_000, probes: 200 },
  },
});
