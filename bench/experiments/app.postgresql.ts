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

/** A database on the volume that keeps what it has acknowledged. */
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
      "network, processes, memory and a flush for each commit at once, as a real service has them",
    hides:
      "a database larger than its memory; with eight clients most wait for one row, which a scale of 1 brings",
    published: "none that can be compared: published figures are of MySQL and of other storage",
  },
  noise: 0.2,
  scratchMiB: 256,
  params: {
    ...CLIENT_TIME,
    // An emulated guest on a busy machine may not finish a transaction of each client in one.
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
