import { callsExperiment } from "../methods/calls.ts";
import { START } from "../methods/families.ts";

/** What each of the kernel's calls takes within one start. */
export const experiment = callsExperiment({
  id: "primitives.calls",
  version: 1,
  title: "One start, call by call: namespaces, mounts, groups, filter, exec",
  family: START,
  tools: ["busybox"],
  notes: {
    shows: "where the time of a start goes: what each of the kernel's calls takes, with its tail",
    hides: "what the kernel does after the start, such as taking a network namespace down",
    published:
      "a container without what scales badly in the kernel starts 18 times as fast as Docker's: SOCK (USENIX ATC 2018)",
  },
  command: { argv: [{ tool: "busybox" }, "echo", "ready"] },
  expect: "ready\n",
  params: {
    smoke: { iterations: 3, budgetMs: 500 },
    quick: { iterations: 40, budgetMs: 4000 },
    standard: { iterations: 100, budgetMs: 10_000 },
    thorough: { iterations: 300, budgetMs: 30_000 },
  },
});
