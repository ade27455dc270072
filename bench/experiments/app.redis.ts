import { APP } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import {
  parseRedisBenchmark,
  REDIS,
  redisBenchmark,
  redisMetrics,
} from "../tools/redis-benchmark.ts";

type P = { readonly milliseconds: number };

const LOADS = [
  { test: "get", clients: 1 },
  { test: "set", clients: 1 },
  { test: "get", clients: 50 },
  { test: "set", clients: 50 },
] as const;

/** A store in memory. Each of many small requests needs almost no work. */
export const experiment = serveExperiment<P>({
  id: "app.redis",
  version: 1,
  title: "redis-benchmark: GET and SET by one client and by fifty",
  family: APP,
  tools: ["redis-server", "busybox"],
  clients: ["redis-benchmark"],
  protocol: "redis",
  notes: {
    shows:
      "a server that does little but read and write its connections: nearly all time goes to the network and the kernel",
    hides:
      "persistence, which is switched off; with one client, most of the time is spent waiting for a round trip",
    published: "-22% to -26% behind Docker's NAT: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.15,
  scratchMiB: 16,
  params: {
    smoke: { milliseconds: 50 },
    quick: { milliseconds: 250 },
    standard: { milliseconds: 1000 },
    thorough: { milliseconds: 10_000 },
  },
  seconds: (p) => (LOADS.length + 1) * (p.milliseconds / 1000 + 0.3),
  server: () => REDIS,
  warmup: ({ milliseconds }) => redisBenchmark("set", 50, milliseconds),
  steps: ({ milliseconds }) =>
    LOADS.map(({ test, clients }) => {
      const name = `${test}.c${clients}`;
      return {
        name,
        metrics: redisMetrics(name),
        command: redisBenchmark(test, clients, milliseconds),
        parse: (stdout) => parseRedisBenchmark(name, stdout),
      };
    }),
});
