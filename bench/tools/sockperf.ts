/** sockperf 3, ping-pong. It prints only a summary for people. */
import { ParseError } from "../errors.ts";
import { latency, NS_PER_MICROSECOND } from "../measurement.ts";
import { say } from "../messages.ts";
import { latencyMetric, tailMetric } from "../metrics.ts";
import { type Command, type Message, type Metric, SERVICE_PORT } from "../types.ts";
import { doneIn } from "./text.ts";

const PORT = String(SERVICE_PORT);

export const SOCKPERF_SERVER: Command = {
  argv: [
    { tool: "sockperf" },
    "server",
    "--tcp",
    "-i",
    { address: "%" },
    "-p",
    PORT,
    "--uc-reuseaddr",
  ],
};

/** One message of 64 bytes at a time, there and back. */
export function sockperfClient(seconds: number): Command {
  return {
    argv: [
      { tool: "sockperf" },
      "ping-pong",
      "--tcp",
      "-i",
      { address: "%" },
      "-p",
      PORT,
      "--time",
      String(seconds),
      "--msg-size",
      "64",
      "--full-rtt",
    ],
  };
}

const PERCENTILES = [
  ["p50", "50.000"],
  ["p99", "99.000"],
  ["p99.9", "99.900"],
] as const;

export function parseSockperf(metric: string, stdout: string) {
  const number = (pattern: RegExp, what: Message): number => {
    const value = Number(pattern.exec(stdout)?.[1]);
    if (!(value > 0)) throw new ParseError("sockperf", what, stdout);
    return value;
  };
  const received = /\[Total Run\][^\n]*ReceivedMessages=(\d+)\n/;
  const form = { what: say("workloads.no-message"), form: say("workloads.messages-back") };
  const work = doneIn("sockperf", form, received, stdout);
  const measurements = PERCENTILES.map(([name, percentile]) => {
    const line = new RegExp(`percentile ${percentile.replace(".", "\\.")} *= *([\\d.]+)\n`);
    const microseconds = number(line, say("workloads.percentile", { percentile }));
    return latency(`${metric}.${name}`, microseconds * NS_PER_MICROSECOND);
  });
  return { measurements, work };
}

export function sockperfMetrics(metric: string): readonly Metric[] {
  const median = `${metric}.p50`;
  return [
    latencyMetric(median),
    tailMetric(`${metric}.p99`, median),
    tailMetric(`${metric}.p99.9`, median),
  ];
}
