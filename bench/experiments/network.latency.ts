import { NETWORK } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import { CLIENT_TIME, type ClientTime } from "../tools/clients.ts";
import {
  parseSockperf,
  SOCKPERF_SERVER,
  sockperfClient,
  sockperfMetrics,
} from "../tools/sockperf.ts";

/** One small message at a time, there and back. */
export const experiment = serveExperiment<ClientTime>({
  id: "network.latency",
  version: 1,
  title: "sockperf ping-pong: round trips of 64 bytes over one TCP connection",
  family: NETWORK,
  tools: ["sockperf"],
  clients: [],
  protocol: "sockperf",
  notes: {
    shows: "the time that a packet takes through bridge, NAT or a virtual card, there and back",
    hides:
      "the wire, and interrupts of a real card; the client does not poll, and sleeps between messages",
    published: "+30 us for a VM: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.1,
  scratchMiB: 0,
  params: CLIENT_TIME,
  seconds: (p) => p.seconds + 0.5,
  server: () => SOCKPERF_SERVER,
  steps: ({ seconds }) => [
    {
      name: "",
      metrics: sockperfMetrics("round-trip"),
      command: sockperfClient(seconds),
      parse: (stdout) => parseSockperf("round-trip", stdout),
    },
  ],
});
