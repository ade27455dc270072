import { APP } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import { CLIENT_TIME, type ClientTime } from "../tools/clients.ts";
import {
  PGBENCH_TABLES,
  POSTGRESQL,
  POSTGRESQL_PREPARE,
  parsePgbench,
  pgbench,
  pgbenchMetrics,
} from "../tools/pgbench.ts";

/** A database on the volume. It keeps every transaction that it has acknowledged. */
export const experiment = serveExperiment<ClientTime>({
  id: "app.postgresql",
  version: 1,
  title:
    "PostgreSQL and pgbench (like TPC-B, scale 1): durable transactions by one client and by eight",
  family: APP,
  tools: ["postgres", "initdb", "setpriv", "busybox"],
  clients: ["pgbench"],
  protocol: "postgresql",
  notes: {
    shows:
      "network, processes, memory and a flush for each commit, all at once as in a real service",
    hides:
      "a database larger than its memory; at scale 1, most of the eight clients wait for the same row",
    published: "none to compare with: published figures are for MySQL and for other storage",
  },
  noise: 0.2,
  scratchMiB: 256,
  params: {
    ...CLIENT_TIME,
    // In one second, an emulated guest on a busy machine may not finish a transaction of each
    // client.
    smoke: { seconds: 3 },
  },
  seconds: (p) => 2 * p.seconds + 3,
  prepare: () => POSTGRESQL_PREPARE,
  server: () => POSTGRESQL,
  warmup: () => PGBENCH_TABLES,
  steps: ({ seconds }) =>
    [1, 8].map((clients) => ({
      name: `c${clients}`,
      metrics: pgbenchMetrics(`c${clients}`),
      command: pgbench(clients, seconds),
      parse: (stdout) => parsePgbench(`c${clients}`, stdout),
    })),
});
