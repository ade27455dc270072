import { APP } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import { CLIENT_TIME, type ClientTime } from "../tools/clients.ts";
import { NGINX, NGINX_PREPARE } from "../tools/nginx.ts";
import { PACED, parseWrk, wrk, wrkLatencyMetrics, wrkMetrics } from "../tools/wrk.ts";

/**
 * A web server with a small file: as many requests as it can serve, and the latency at a modest
 * rate.
 */
export const experiment = serveExperiment<ClientTime>({
  id: "app.nginx",
  version: 1,
  title:
    "nginx and wrk: a file of 1 KiB, on 20 connections as fast as it goes, and on 10 at up to 500 requests a second",
  family: APP,
  tools: ["nginx"],
  clients: ["wrk"],
  protocol: "http",
  notes: {
    shows: "a server whose work is system calls and packets, at its limit and far from it",
    hides:
      "waits at the paced load: while an answer is late, wrk sends its next requests late or not at all (coordinated omission)",
    published: "none to compare with: published figures are for other servers and networks",
  },
  noise: 0.2,
  scratchMiB: 16,
  params: CLIENT_TIME,
  seconds: (p) => 2 * p.seconds + 0.5,
  prepare: () => NGINX_PREPARE,
  server: () => NGINX,
  steps: ({ seconds }) => [
    {
      name: "most",
      metrics: wrkMetrics("most"),
      command: wrk({ connections: 20, seconds }),
      parse: (stdout) => {
        const { rate, latencies, work } = parseWrk("most", stdout);
        return { measurements: [rate, ...latencies], work };
      },
    },
    {
      name: "paced",
      metrics: wrkLatencyMetrics("paced"),
      command: wrk({ connections: 10, seconds, options: ["--script", PACED] }),
      parse: (stdout) => {
        const { latencies, work } = parseWrk("paced", stdout);
        return { measurements: latencies, work };
      },
    },
  ],
});
