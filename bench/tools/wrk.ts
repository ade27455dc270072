/** wrk 4. It prints only a summary for people. */
import { fileURLToPath } from "node:url";
import { NothingDoneError, ParseError } from "../errors.ts";
import {
  latency,
  NS_PER_MICROSECOND,
  NS_PER_MILLISECOND,
  NS_PER_SECOND,
  rate,
} from "../measurement.ts";
import { say } from "../messages.ts";
import { percentileMetrics, rateMetric } from "../metrics.ts";
import { type Command, type Metric, SERVICE_PORT } from "../types.ts";

export interface WrkLoad {
  readonly connections: number;
  readonly seconds: number;
  readonly options?: readonly string[];
  readonly path?: string;
}

export function wrk({ connections, seconds, options = [], path = "/" }: WrkLoad): Command {
  return {
    argv: [
      { client: "wrk" },
      "--threads",
      "1",
      "--connections",
      String(connections),
      "--duration",
      `${seconds}s`,
      "--latency",
      ...options,
      { address: `http://%:${SERVICE_PORT}${path}` },
    ],
  };
}

/** Script that limits each connection to 50 requests a second. */
export const PACED = fileURLToPath(new URL("./wrk-paced.lua", import.meta.url));

const UNITS: Readonly<Record<string, number>> = {
  us: NS_PER_MICROSECOND,
  ms: NS_PER_MILLISECOND,
  s: NS_PER_SECOND,
};

/**
 * Requests per second, and the latencies p50 and p99. Errors: `ParseError` if any request failed.
 */
export function parseWrk(metric: string, stdout: string) {
  const socket = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(
    stdout,
  );
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(stdout);
  if (failed !== null || socket?.slice(1).some((count) => count !== "0") === true) {
    throw new ParseError("wrk", say("workloads.no-failed-request"), stdout);
  }
  const perSecond = Number(/^Requests\/sec: +([\d.]+)\n/m.exec(stdout)?.[1]);
  const requests = Number(/^ +(\d+) requests in /m.exec(stdout)?.[1]);
  if (requests === 0) throw new NothingDoneError("wrk", say("workloads.no-request"));
  if (!(perSecond > 0 && requests > 0))
    throw new ParseError("wrk", say("workloads.request-rate"), stdout);
  const percentile = (percent: number): number => {
    // A space follows seconds, because wrk reserves room for two letters.
    const line = new RegExp(`^ +${percent}% +([\\d.]+)(us|ms|s) *$`, "m").exec(stdout);
    const factor = UNITS[line?.[2] ?? ""];
    if (line === null || factor === undefined) {
      throw new ParseError("wrk", say("workloads.percentile", { percentile: percent }), stdout);
    }
    return Number(line[1]) * factor;
  };
  return {
    rate: rate(`${metric}.requests`, perSecond),
    latencies: [latency(`${metric}.p50`, percentile(50)), latency(`${metric}.p99`, percentile(99))],
    work: requests,
  };
}

export function wrkMetrics(metric: string): readonly Metric[] {
  return [rateMetric(`${metric}.requests`), ...wrkLatencyMetrics(metric)];
}

export function wrkLatencyMetrics(metric: string): readonly Metric[] {
  return percentileMetrics(metric, ["p99"]);
}
