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
      "a network namespace made and taken down, thousands at once: about 50 ms each, 5 ms since Linux 4.15 (its commit 8ca712c373a4)",
  },
  params: {
    smoke: { iterations: 1, budgetMs: 500 },
    quick: { iterations: 12, budgetMs: 10_000 },
    standard: { iterations: 30, budgetMs: 25_000 },
    thorough: { iterations: 100, budgetMs: 80_000 },
  },
});
