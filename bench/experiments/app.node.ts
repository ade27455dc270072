import { APP } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import { CLIENT_TIME, type ClientTime } from "../tools/clients.ts";
import { NODE_SERVICE } from "../tools/payload.ts";
import { parseWrk, wrk, wrkMetrics } from "../tools/wrk.ts";

/** A typical service: its start, its first answer, and its throughput under load. */
export const experiment = serveExperiment<ClientTime>({
  id: "app.node",
  version: 1,
  title: "Node.js HTTP service: start to first answer; requests a second by wrk on 20 connections",
  family: APP,
  tools: ["node", "payload"],
  clients: ["wrk"],
  protocol: "http",
  notes: {
    shows:
      "how soon a service in a running instance answers after its start, and how many requests it then answers",
    hides:
      "the instance's own start, which start.node shows; the first requests, which warm up the code",
    published: "none to compare with: published figures are for other services",
  },
  noise: 0.15,
  scratchMiB: 0,
  params: CLIENT_TIME,
  seconds: (p) => 2 * p.seconds + 0.5,
  server: () => NODE_SERVICE,
  warmup: ({ seconds }) => wrk({ connections: 20, seconds }),
  steps: ({ seconds }) => [
    {
      name: "",
      metrics: wrkMetrics("most"),
      command: wrk({ connections: 20, seconds }),
      parse: (stdout) => {
        const { rate, latencies, work } = parseWrk("most", stdout);
        return { measurements: [rate, ...latencies], work };
      },
    },
  ],
});
