import { START } from "../methods/families.ts";
import { removalExperiment } from "../methods/removal.ts";

/** What taking a container down takes, and when the kernel has freed each piece of it. */
export const experiment = removalExperiment({
  id: "primitives.removal",
  version: 1,
  title: "One removal: what is waited for, and when the kernel has freed each piece",
  family: START,
  tools: [],
  notes: {
    shows:
      "what taking away each primitive costs, and how long the kernel's workers go on afterwards: many starts at once wait for them",
    hides: "the removal of a program with much memory, and of files: there are none",
    published:
      "network namespaces are taken down by one worker of the kernel, one after the other: SOCK (USENIX ATC 2018)",
  },
  params: {
    smoke: { iterations: 3, budgetMs: 500 },
    quick: { iterations: 84, budgetMs: 10_000 },
    standard: { iterations: 210, budgetMs: 25_000 },
    thorough: { iterations: 700, budgetMs: 80_000 },
  },
});
