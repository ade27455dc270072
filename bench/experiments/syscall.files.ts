import { execExperiment } from "../methods/exec.ts";
import { SYSCALL } from "../methods/families.ts";
import { latencyMetric } from "../metrics.ts";
import { parsePayload } from "../tools/payload.ts";

type P = { readonly milliseconds: number };

/** Looks up and opens a file that the kernel holds in memory, in the image's root filesystem. */
export const experiment = execExperiment<P>({
  id: "syscall.files",
  version: 1,
  title: "stat(2), and open(2) with close(2), of a file in memory, in Node.js",
  family: SYSCALL,
  tools: ["node", "payload"],
  notes: {
    shows:
      "path lookup in the root filesystem: overlayfs opens the file of the layer below as well as its own",
    hides: "the disk. Node.js adds about a microsecond to each call, the same everywhere",
    published: "none to compare with: published figures are for other sandboxes",
  },
  noise: 0.05,
  scratchMiB: 0,
  params: {
    smoke: { milliseconds: 30 },
    quick: { milliseconds: 200 },
    standard: { milliseconds: 500 },
    thorough: { milliseconds: 3000 },
  },
  seconds: (p) => (2 * p.milliseconds) / 1000 + 0.1,
  steps: (p) => [
    {
      name: "",
      metrics: [latencyMetric("stat"), latencyMetric("open-close")],
      command: {
        argv: [
          { tool: "node" },
          { tool: "payload" },
          "files",
          { tool: "busybox" },
          String(p.milliseconds),
        ],
      },
      parse: (stdout) => parsePayload("files", ["stat", "open-close"], stdout),
    },
  ],
});
