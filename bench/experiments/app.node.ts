import { APP } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import { CLIENT_TIME, type ClientTime } from "../tools/clients.ts";
import { NODE_SERVICE } from "../tools/payload.ts";
import { parseWrk, wrk, wrkMetrics } from "../tools/wrk.ts";

/** A service as many are: started, asked, and asked a lot. */
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
      "how soon a service answers after its start in a running instance, and how much it then answers",
    hides:
      "the instance's own start, which start.node shows; the first requests, which warm the code up",
    published: "none that can be compared: published figures are of other services",
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
