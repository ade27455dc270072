import { DELIVERY } from "../methods/families.ts";
import { replaceExperiment } from "../methods/replace.ts";
import { versionedService } from "../tools/payload.ts";

const ALL_WAYS = "haproxy stop-first swarm";

/** Whether one of several services can get its own version, and what clients notice of it. */
export const experiment = replaceExperiment({
  id: "image.replace",
  version: 1,
  title: "One of three services replaced by a new version, under a load of all three",
  family: DELIVERY,
  tools: ["busybox", "node", "payload"],
  notes: {
    shows:
      "what clients notice when one service gets another version: failed requests, the longest time without an answer (never below the time between two requests, 20 ms), and the time until all answers are of the new version; and whether the other services stay the same processes. `haproxy`: the new instance is started beside the old one. `stop-first`: the old one is stopped first. `swarm`: Docker Swarm's own update, with one task at a port of the host, which must stop first",
    hides:
      "where the new version comes from: its image is there, and it is the same program. Connections that stay open; state that must be handed over; health checks, which find a new instance later; several hosts. HAProxy neither tries again nor elsewhere, so that each failure is seen. A p99 of few requests scatters. Slow services, as of emulated machines, are asked less often (`rate`), so counts of failures compare only at one rate",
    published: "none to compare with: published figures are for clusters, not for one host",
  },
  params: {
    smoke: { ways: "haproxy", rate: 50, beforeMs: 500, afterMs: 500 },
    quick: { ways: "haproxy swarm", rate: 50, beforeMs: 1500, afterMs: 1000 },
    standard: { ways: ALL_WAYS, rate: 50, beforeMs: 5000, afterMs: 2000 },
    thorough: { ways: ALL_WAYS, rate: 50, beforeMs: 10_000, afterMs: 2000 },
  },
  rounds: { smoke: 1, quick: 1, standard: 5, thorough: 10 },
  server: versionedService,
  readyMs: 60_000,
});
