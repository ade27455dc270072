import { FOOTPRINT } from "../methods/families.ts";
import { footprintExperiment } from "../methods/footprint.ts";

/** Instances that wait. */
export const experiment = footprintExperiment({
  id: "footprint.idle",
  version: 1,
  title: "Memory and disk of one more idle instance: the slope over 1, 2, 4, 8 and more",
  family: FOOTPRINT,
  tools: [],
  notes: {
    shows:
      "what each instance adds by four counts: pss (its processes' pages, shared ones in part), cgroup (what is charged to it, the kernel's own and page cache included), available (what the host has less), disk",
    hides:
      "what instances share, once for all: a daemon, the image in the page cache; with every counting, what the harness holds for each",
    published: "5 MiB at most for a Firecracker VMM, besides its guest's memory: its specification",
  },
  noise: 0.3,
  scratchMiB: 0,
  // Each is a slope over several instances already.
  rounds: { smoke: 1, quick: 1, standard: 3, thorough: 5 },
  params: {
    smoke: { instances: 2 },
    quick: { instances: 4 },
    standard: { instances: 8 },
    thorough: { instances: 16 },
  },
});
