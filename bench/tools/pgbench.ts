/** pgbench, and PostgreSQL for it. It prints only a summary for people. */
import { ParseError } from "../errors.ts";
import { latency, NS_PER_MILLISECOND, rate } from "../measurement.ts";
import { say } from "../messages.ts";
import { latencyMetric, rateMetric } from "../metrics.ts";
import { type Command, type Message, type Metric, SERVICE_PORT, type Word } from "../types.ts";
import { doneIn } from "./text.ts";

/**
 * PostgreSQL refuses to run as root, so it runs as user and group nobody. The capability lets it
 * pass through any folder to its own.
 */
const NOBODY: readonly Word[] = [
  { tool: "setpriv" },
  "--reuid",
  "65534",
  "--regid",
  "65534",
  "--clear-groups",
  "--inh-caps",
  "+dac_override",
  "--ambient-caps",
  "+dac_override",
];
const DATA: Word = { scratch: "pg" };

/**
 * Only the clients may connect. Theirs is the first address of each cable's subnet, which no other
 * user of the host can have. QEMU's user-mode network appears as 10.0.2.2.
 */
const MAKE = [
  'data=$1; shift; mkdir "$data" && chown 65534:65534 "$data" && "$@" >/dev/null',
  'for n in $(seq 0 99); do echo "host all all 198.18.$n.1/32 trust"; done >>"$data/pg_hba.conf"',
  'echo "host all all 10.0.2.2/32 trust" >>"$data/pg_hba.conf"',
].join(" && ");

export const POSTGRESQL_PREPARE: Command = {
  argv: [
    { tool: "busybox" },
    "sh",
    "-c",
    MAKE,
    "sh",
    DATA,
    ...NOBODY,
    { tool: "initdb" },
    "--pgdata",
    DATA,
    "--username",
    "postgres",
    "--auth",
    "trust",
    "--no-sync",
    "--no-locale",
    "--wal-segsize",
    "1",
  ],
};

export const POSTGRESQL: Command = {
  argv: [
    ...NOBODY,
    { tool: "postgres" },
    "-D",
    DATA,
    "-h",
    { address: "%" },
    "-p",
    String(SERVICE_PORT),
    "-c",
    "unix_socket_directories=",
    "-c",
    "dynamic_shared_memory_type=mmap",
    "-c",
    "shared_buffers=32MB",
    // Two things may differ between a guest and a container: huge pages, and background work at any
    // time.
    "-c",
    "huge_pages=off",
    "-c",
    "autovacuum=off",
  ],
};

function client(words: readonly string[]): Command {
  return {
    argv: [
      { client: "pgbench" },
      "--host",
      { address: "%" },
      "--port",
      String(SERVICE_PORT),
      "--username",
      "postgres",
      ...words,
      "postgres",
    ],
  };
}

export const PGBENCH_TABLES = client(["--initialize", "--quiet", "--scale", "1"]);

export function pgbench(clients: number, seconds: number): Command {
  return client(["--client", String(clients), "--time", String(seconds), "--no-vacuum"]);
}

export function parsePgbench(metric: string, stdout: string) {
  const number = (pattern: RegExp, what: Message): number => {
    const value = Number(pattern.exec(stdout)?.[1]);
    if (!(value > 0)) throw new ParseError("pgbench", what, stdout);
    return value;
  };
  // Before version 15 pgbench stopped at the first failed transaction, and had no such line.
  const failed = /^number of failed transactions: (\d+) /m.exec(stdout)?.[1] ?? "0";
  if (failed !== "0")
    throw new ParseError("pgbench", say("workloads.no-failed-transaction"), stdout);
  const done = /^number of transactions actually processed: (\d+)$/m;
  const form = { what: say("workloads.no-transaction"), form: say("workloads.transactions") };
  const work = doneIn("pgbench", form, done, stdout);
  return {
    measurements: [
      rate(
        `${metric}.transactions`,
        number(
          /^tps = ([\d.]+) \(without initial connection time\)$/m,
          say("workloads.transaction-rate"),
        ),
      ),
      latency(
        `${metric}.mean`,
        number(/^latency average = ([\d.]+) ms$/m, say("workloads.latency")) * NS_PER_MILLISECOND,
      ),
    ],
    work,
  };
}

export function pgbenchMetrics(metric: string): readonly Metric[] {
  return [
    rateMetric(`${metric}.transactions`),
    latencyMetric(`${metric}.mean`, { role: "detail" }),
  ];
}
