import { NETWORK } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import { rateMetric, throughputMetric } from "../metrics.ts";
import { CLIENT_TIME, type ClientTime } from "../tools/clients.ts";
import {
  IPERF3_SERVER,
  IPERF3_WARMUP,
  iperf3Client,
  parseIperf3Tcp,
  parseIperf3Udp,
} from "../tools/iperf3.ts";

/** 10,000 datagrams of 1400 bytes per second. */
const UDP = ["--udp", "--length", "1400", "--bitrate", "112M"];

/** A TCP stream to the instance and one from it, and datagrams at a fixed rate. */
export const experiment = serveExperiment<ClientTime>({
  id: "network.iperf3",
  version: 1,
  title:
    "iperf3: TCP into the instance and out of it; how many of 10,000 datagrams a second (1400 bytes) arrive",
  family: NETWORK,
  tools: ["iperf3", "busybox"],
  clients: [],
  protocol: "iperf3",
  notes: {
    shows:
      "what the path to an instance carries: bridge and veth, NAT, a tap device with virtio, or QEMU's user-mode network",
    hides:
      "the network card: all traffic stays within one host, at the speed of its memory, with packets of up to 64 KiB that no wire carries",
    published:
      "a VM's throughput -1%, where a 10 Gbit/s card is the limit: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.2,
  scratchMiB: 16,
  params: CLIENT_TIME,
  seconds: (p) => 3 * (p.seconds + 0.2),
  server: () => IPERF3_SERVER,
  warmup: () => IPERF3_WARMUP,
  steps: ({ seconds }) => [
    {
      name: "tcp.in",
      metrics: [throughputMetric("tcp.in")],
      command: iperf3Client(seconds, []),
      parse: (stdout) => parseIperf3Tcp("tcp.in", stdout),
    },
    {
      name: "tcp.out",
      metrics: [throughputMetric("tcp.out")],
      command: iperf3Client(seconds, ["--reverse"]),
      parse: (stdout) => parseIperf3Tcp("tcp.out", stdout),
    },
    {
      name: "udp",
      metrics: [rateMetric("udp.arrived")],
      command: iperf3Client(seconds, UDP),
      parse: (stdout) => parseIperf3Udp("udp", stdout),
    },
  ],
});
