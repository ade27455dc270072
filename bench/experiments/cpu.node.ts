import { execExperiment } from "../methods/exec.ts";
import { CPU } from "../methods/families.ts";
import { rateMetric } from "../metrics.ts";
import { parsePayload } from "../tools/payload.ts";

type P = { readonly milliseconds: number };

const TASKS = ["json", "sha256", "sort", "regexp", "zlib"];

/** The payload's suite: JSON, hashing, sorting, regular expressions, compression. */
export const experiment = execExperiment<P>({
  id: "cpu.node",
  version: 2,
  title: "Node.js: JSON, SHA-256, sorting, regular expressions, zlib",
  family: CPU,
  main: true,
  tools: ["node", "payload"],
  notes: {
    shows: "what JavaScript programs spend their CPU on, by tinybench",
    hides:
      "anything outside the process; if the runtime finds another memory limit, its heap differs, and the garbage collector's share may differ too",
    published: "CPU work about 0% in containers: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.05,
  scratchMiB: 0,
  params: {
    smoke: { milliseconds: 60 },
    quick: { milliseconds: 250 },
    standard: { milliseconds: 500 },
    thorough: { milliseconds: 3000 },
  },
  seconds: (p) => (TASKS.length * p.milliseconds) / 1000 + 0.1,
  steps: (p) => [
    {
      name: "",
      metrics: TASKS.map((task) => rateMetric(task)),
      command: { argv: [{ tool: "node" }, { tool: "payload" }, "cpu", String(p.milliseconds)] },
      parse: (stdout) => parsePayload("cpu", TASKS, stdout),
    },
  ],
});
