import { execExperiment } from "../methods/exec.ts";
import { MEMORY } from "../methods/families.ts";
import { latencyMetric } from "../metrics.ts";
import { parsePayload } from "../tools/payload.ts";

type P = { readonly milliseconds: number };

/** Loads from random places. The address of each load comes from the load before it. */
export const experiment = execExperiment<P>({
  id: "memory.latency",
  version: 2,
  title: "Random access to 128 MiB: one load after the other, in Node.js",
  family: MEMORY,
  tools: ["node", "payload"],
  notes: {
    shows:
      "memory and TLB misses; nested paging makes each TLB miss more expensive, because it walks two page tables",
    hides:
      "bandwidth; with transparent huge pages, which the host's setting decides, few TLB misses are left",
    published: "none to compare with: published figures are for other caches and page sizes",
  },
  noise: 0.05,
  scratchMiB: 0,
  params: {
    smoke: { milliseconds: 50 },
    quick: { milliseconds: 300 },
    standard: { milliseconds: 1000 },
    thorough: { milliseconds: 4000 },
  },
  // Making the cycle takes as long as half a million loads.
  seconds: (p) => p.milliseconds / 1000 + 0.4,
  steps: (p, { memoryMiB }) => {
    const mebibytes = String(Math.min(128, 2 ** Math.floor(Math.log2(memoryMiB / 4))));
    return [
      {
        name: "",
        metrics: [latencyMetric("random")],
        command: {
          argv: [
            { tool: "node" },
            { tool: "payload" },
            "memory",
            mebibytes,
            String(p.milliseconds),
          ],
        },
        parse: (stdout) => parsePayload("memory", ["random"], stdout),
      },
    ];
  },
});
