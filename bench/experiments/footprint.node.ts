import { FOOTPRINT } from "../methods/families.ts";
import { footprintExperiment } from "../methods/footprint.ts";
import { NODE_SERVICE } from "../tools/payload.ts";

/** Instances that each have a service that has answered once. */
export const experiment = footprintExperiment({
  id: "footprint.node",
  version: 1,
  title: "Memory and disk of one more instance with a Node.js service that has answered once",
  family: FOOTPRINT,
  tools: ["node", "payload"],
  needs: ["network"],
  notes: {
    shows:
      "how many copies of a service a host can hold, and whether their code is in memory once or once for each",
    hides:
      "a service under load, whose heap grows; natively the harness maps the same Node.js, so it shares pages with it as well",
    published: "none to compare with: published figures are for other services",
  },
  noise: 0.3,
  scratchMiB: 0,
  service: { server: NODE_SERVICE, protocol: "http" },
  // One round is already a slope over several instances.
  rounds: { smoke: 1, quick: 1, standard: 3, thorough: 5 },
  params: {
    smoke: { instances: 2 },
    quick: { instances: 4 },
    standard: { instances: 8 },
    thorough: { instances: 16 },
  },
});
