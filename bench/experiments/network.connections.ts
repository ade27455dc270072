import { NETWORK } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import { rateMetric } from "../metrics.ts";
import { CLIENT_TIME, type ClientTime } from "../tools/clients.ts";
import { NGINX, NGINX_PREPARE } from "../tools/nginx.ts";
import { parseWrk, wrk } from "../tools/wrk.ts";

/** A new connection for each request. */
export const experiment = serveExperiment<ClientTime>({
  id: "network.connections",
  version: 1,
  title: "nginx and wrk, a new TCP connection for each request: connections a second",
  family: NETWORK,
  tools: ["nginx"],
  clients: ["wrk"],
  protocol: "http",
  notes: {
    shows:
      "what it costs to open and close a connection: a handshake and, with NAT, an entry in its table",
    hides: "many clients: all come from one address; nginx's own share, which app.nginx shows",
    published: "none to compare with: published figures are for whole web servers",
  },
  noise: 0.2,
  scratchMiB: 16,
  params: CLIENT_TIME,
  seconds: (p) => p.seconds + 0.5,
  prepare: () => NGINX_PREPARE,
  server: () => NGINX,
  steps: ({ seconds }) => [
    {
      name: "",
      metrics: [rateMetric("connections")],
      command: wrk({ connections: 10, seconds, options: ["--header", "Connection: close"] }),
      parse: (stdout) => {
        const { rate, work } = parseWrk("connections", stdout);
        return { measurements: [{ ...rate, metric: "connections" }], work };
      },
    },
  ],
});
