import { SCALE } from "../methods/families.ts";
import { scaleOutExperiment } from "../methods/scale-out.ts";

/** Whether only the loaded service is scaled, and how long that takes. */
export const experiment = scaleOutExperiment({
  id: "scale.out",
  version: 1,
  title: "One of three services gets too much load, and another instance of it",
  family: SCALE,
  tools: ["busybox", "node", "payload"],
  notes: {
    shows:
      "how long it takes from too much load until answers are in time again: until the controller sees it (`crossed`) and decides (`decided`), the new instance answers (`ready`) and gets requests (`joined`), and the objective is met for 2 s (`met`); and whether the other services stay the same processes. With a polling interval of 0 ms what is left is what the target takes",
    hides:
      "capacity that is the CPU's: an instance works for one request after the other, and waits without the CPU, so that instances on one CPU add up. Images that must be pulled first; several hosts; controllers with other rules",
    published: "Kubernetes: its autoscaler looks every 15 s (its documentation)",
  },
  params: {
    smoke: timed({ pollsMs: "0", lowMs: 1000, highMs: 4000, afterMs: 2000 }),
    quick: timed({ pollsMs: "0", lowMs: 1500, highMs: 6000, afterMs: 3000 }),
    standard: timed({ pollsMs: "0 1000", lowMs: 3000, highMs: 10_000, afterMs: 5000 }),
    thorough: timed({ pollsMs: "0 1000 15000", lowMs: 5000, highMs: 30_000, afterMs: 20_000 }),
  },
  rounds: { smoke: 1, quick: 1, standard: 5, thorough: 10 },
});

function timed(times: {
  readonly pollsMs: string;
  readonly lowMs: number;
  readonly highMs: number;
  readonly afterMs: number;
}) {
  return { ways: "haproxy swarm-haproxy", workMs: 20, replicas: 3, ...times };
}
