/**
 * Redis and redis-benchmark 7, as CSV. It runs for a number of requests, not for a time, so a short
 * first run finds the number.
 */
import { NothingDoneError, ParseError } from "../errors.ts";
import { latency, NS_PER_MILLISECOND, rate } from "../measurement.ts";
import { say } from "../messages.ts";
import { percentileMetrics, rateMetric } from "../metrics.ts";
import { type Command, type Metric, SERVICE_PORT } from "../types.ts";

/**
 * Natively the server listens in the host's own network, where others could make it write files as
 * its user. So nobody may do more than is measured. A password would be no secret: redis-benchmark
 * takes it only as an argument, which ps(1) shows to everybody. The settings that redis-benchmark
 * reads may be read.
 */
const RIGHTS = ["--user", "default", "on", "nopass", "~*", "resetchannels"];
const COMMANDS = ["-@all", "+ping", "+get", "+set", "+config|get"];

export const REDIS: Command = {
  argv: [
    { tool: "redis-server" },
    "--bind",
    { address: "%" },
    "--port",
    String(SERVICE_PORT),
    ...RIGHTS,
    ...COMMANDS,
    "--protected-mode",
    "no",
    "--save",
    "",
    "--appendonly",
    "no",
    "--dir",
    { scratch: "" },
  ],
};

const PILOT_REQUESTS = 500;

/** Prints the number of requests of both runs, then the CSV of the second. $1: milliseconds. */
const SCRIPT = [
  "ms=$1; pilot=$2; shift 2",
  // The second field of the second line: requests per second.
  'rate=$("$@" -n "$pilot" --csv) || exit',
  `rate=$(echo "$rate" | sed -n '2s/^"[^"]*","\\([0-9]*\\).*/\\1/p')`,
  '[ -n "$rate" ] || { echo "no rate in its CSV: redis-benchmark 7 is needed" >&2; exit 1; }',
  "requests=$(($rate * $ms / 1000))",
  '[ "$requests" -ge "$pilot" ] || requests=$pilot',
  'echo "requests,$pilot,$requests"',
  'exec "$@" -n "$requests" --csv',
].join("\n");

export function redisBenchmark(test: string, clients: number, milliseconds: number): Command {
  return {
    argv: [
      { tool: "busybox" },
      "sh",
      "-c",
      SCRIPT,
      "sh",
      String(milliseconds),
      String(PILOT_REQUESTS),
      { client: "redis-benchmark" },
      "-h",
      { address: "%" },
      "-p",
      String(SERVICE_PORT),
      "-t",
      test,
      "-c",
      String(clients),
    ],
  };
}

const COLUMNS = [
  "test",
  "rps",
  "avg_latency_ms",
  "min_latency_ms",
  "p50_latency_ms",
  "p95_latency_ms",
  "p99_latency_ms",
  "max_latency_ms",
];

export function parseRedisBenchmark(metric: string, stdout: string) {
  const [counts, header, row, ...rest] = stdout.split("\n");
  const requests = /^requests,(\d+),(\d+)$/
    .exec(counts ?? "")
    ?.slice(1)
    .map(Number);
  const fields = row?.split(",").map((field) => /^"(.*)"$/.exec(field)?.[1]) ?? [];
  const wanted = COLUMNS.map((column) => `"${column}"`).join(",");
  const whole = header === wanted && fields.length === COLUMNS.length && rest.join("") === "";
  if (!whole || requests === undefined || rest.length === 0) {
    throw new ParseError("redis-benchmark", say("workloads.columns", { columns: COLUMNS }), stdout);
  }
  const value = (column: string): number => {
    const number = Number(fields[COLUMNS.indexOf(column)]);
    if (number > 0) return number;
    if (column === "rps")
      throw new NothingDoneError("redis-benchmark", say("workloads.no-request"));
    throw new ParseError("redis-benchmark", say("workloads.above-0", { column }), stdout);
  };
  const milliseconds = (name: string) => value(`${name}_latency_ms`) * NS_PER_MILLISECOND;
  return {
    measurements: [
      rate(`${metric}.requests`, value("rps")),
      latency(`${metric}.p50`, milliseconds("p50")),
      latency(`${metric}.p99`, milliseconds("p99")),
    ],
    work: requests.reduce((sum, count) => sum + count, 0),
  };
}

export function redisMetrics(metric: string): readonly Metric[] {
  return [rateMetric(`${metric}.requests`), ...percentileMetrics(metric, ["p99"])];
}
