import type { StartWorkload } from "../types.ts";

/** The smallest start there is: a static binary that writes one line. */
export const workload: StartWorkload = {
  mode: "start",
  id: "start.exec",
  version: 1,
  title: "Cold start to the first byte of a static binary",
  resource: "start",
  tools: ["busybox"],
  command: { argv: [{ tool: "busybox" }, "echo", "ready"] },
  expect: "ready\n",
  params: {
    smoke: { iterations: 3, budgetMs: 500 },
    quick: { iterations: 10, budgetMs: 1000 },
    standard: { iterations: 20, budgetMs: 4000 },
    thorough: { iterations: 30, budgetMs: 8000 },
  },
};
