import { SCALE } from "../methods/families.ts";
import { stormExperiment } from "../methods/storm.ts";

/** The smallest possible start, many times at once. */
export const experiment = stormExperiment({
  id: "scale.storm",
  version: 2,
  title: "Many starts at once: how many a second, and how long each takes",
  family: SCALE,
  tools: ["busybox"],
  notes: {
    shows:
      "what becomes of starts when 1 to 64 are in flight, and when they come at a fixed rate: starts a second, the time to the first byte, failures, CPU time for each, and what tasks wait for when most are in flight (`waiting`: the CPU, or a function of the kernel)",
    hides:
      "what prepares a start and what removes its rest, both done by the harness before and after; several CPUs, where the instances have one",
    published:
      "Firecracker: 5 microVMs a second for each core (its documentation); RunD: 200 a second on 104 vCPUs (USENIX ATC 2022); Docker: one start 0.6 s, 7.4 s among 32 (moby's issues)",
  },
  command: { argv: [{ tool: "busybox" }, "echo", "ready"] },
  expect: "ready\n",
  rounds: { smoke: 1, quick: 2, standard: 5, thorough: 10 },
  params: {
    smoke: { inFlight: "1 4", starts: 8, budgetMs: 2000, loads: "50" },
    quick: { inFlight: "1 4 16 64", starts: 100, budgetMs: 6000, loads: "50" },
    standard: { inFlight: "1 2 4 8 16 32 64", starts: 100, budgetMs: 40_000, loads: "50 80" },
    thorough: { inFlight: "1 2 4 8 16 32 64", starts: 1000, budgetMs: 120_000, loads: "50 80" },
  },
});
