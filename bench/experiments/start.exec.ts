import { START } from "../methods/families.ts";
import { startExperiment } from "../methods/start.ts";

/** The smallest possible start: a static binary that writes one line. */
export const experiment = startExperiment({
  id: "start.exec",
  version: 1,
  title: "Cold start to the first byte of a static binary",
  family: START,
  main: true,
  tools: ["busybox"],
  notes: {
    shows: "what isolation itself adds to a start, with next to nothing to load",
    hides: "pulling an image, and what a real program does before it is ready",
    published:
      "100 x /bin/true: crun 1.69 s, runc 3.34 s (crun's README); VM boot, median: Cloud Hypervisor 103 ms, Firecracker 161, QEMU with qboot 214 (Firecracker, NSDI 2020, data)",
  },
  command: { argv: [{ tool: "busybox" }, "echo", "ready"] },
  expect: "ready\n",
  params: {
    smoke: { iterations: 3, budgetMs: 500 },
    quick: { iterations: 10, budgetMs: 1000 },
    standard: { iterations: 20, budgetMs: 2500 },
    thorough: { iterations: 30, budgetMs: 8000 },
  },
});
