import { FOOTPRINT } from "../methods/families.ts";
import { footprintExperiment } from "../methods/footprint.ts";

/** Instances that only wait. */
export const experiment = footprintExperiment({
  id: "footprint.idle",
  version: 1,
  title: "Memory and disk of one more idle instance: the slope over 1, 2, 4, 8 and more",
  family: FOOTPRINT,
  tools: [],
  notes: {
    shows:
      "what each instance adds, counted in four ways: pss (the pages of its processes, shared pages in part), cgroup (the memory charged to it, with kernel memory and page cache), available (how much less the host has), disk",
    hides:
      "what instances share: a daemon, the image in the page cache; in every way of counting, what the harness holds for each instance",
    published: "5 MiB at most for a Firecracker VMM, besides its guest's memory: its specification",
  },
  noise: 0.3,
  scratchMiB: 0,
  // One round is already a slope over several instances.
  rounds: { smoke: 1, quick: 1, standard: 3, thorough: 5 },
  params: {
    smoke: { instances: 2 },
    quick: { instances: 4 },
    standard: { instances: 8 },
    thorough: { instances: 16 },
  },
});
