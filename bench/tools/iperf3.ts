/** iperf3: iperf3(1), JSON output. */
import { z } from "zod";
import { NothingDoneError, ParseError } from "../errors.ts";
import { BITS_PER_BYTE, rate, throughput } from "../measurement.ts";
import { say } from "../messages.ts";
import { type Command, SERVICE_PORT } from "../types.ts";
import { documentIn } from "./document.ts";

/**
 * The server makes a file for each stream in a folder that it must be able to write to: the volume.
 */
export const IPERF3_SERVER: Command = {
  argv: [
    { tool: "busybox" },
    "sh",
    "-c",
    'export TMPDIR="$1"; shift; exec "$@"',
    "sh",
    { scratch: "" },
    { tool: "iperf3" },
    "--server",
    "--bind",
    { address: "%" },
    "--port",
    String(SERVICE_PORT),
  ],
};

/**
 * Between two tests the server does not listen for a moment. A client that is refused then has
 * measured nothing, so it tries again.
 */
const ONCE_IT_LISTENS =
  'for i in $(seq 20); do out=$("$@"); code=$?; ' +
  'case $out in *"onnection refused"*) sleep 0.1 ;; *) break ;; esac; done; ' +
  "printf '%s\\n' \"$out\"; exit $code";

export function iperf3Client(seconds: number, options: readonly string[]): Command {
  return {
    argv: [
      { tool: "busybox" },
      "sh",
      "-c",
      ONCE_IT_LISTENS,
      "sh",
      { tool: "iperf3" },
      "--client",
      { address: "%" },
      "--port",
      String(SERVICE_PORT),
      "--json",
      "--time",
      String(seconds),
      ...options,
    ],
  };
}

const ATTEMPTS = 20;
const RETRY = `for i in $(seq ${ATTEMPTS}); do "$@" >&2 && exit; sleep 0.1; done; exit 1`;

/**
 * A short test. The server takes the earlier check, which only connected, for a failed test, and
 * needs time to recover.
 */
export const IPERF3_WARMUP: Command = {
  argv: [
    { tool: "busybox" },
    "sh",
    "-c",
    RETRY,
    "sh",
    { tool: "iperf3" },
    "--client",
    { address: "%" },
    "--port",
    String(SERVICE_PORT),
    "--bytes",
    "1M",
  ],
};

const Failed = z.object({ error: z.string() });

/** iperf3 reports errors in its document, and may still exit with 0. */
function documentOf<T>(schema: z.ZodType<T>, stdout: string): T {
  const failed = Failed.safeParse(documentIn("iperf3", z.unknown(), stdout));
  if (failed.success)
    throw new ParseError("iperf3", say("workloads.no-error", { error: failed.data.error }), stdout);
  return documentIn("iperf3", schema, stdout);
}

const Tcp = z.object({
  end: z.object({
    sum_received: z.object({
      bytes: z.int().nonnegative(),
      bits_per_second: z.number().nonnegative(),
    }),
  }),
});

/** The bytes that arrived, in either direction. */
export function parseIperf3Tcp(metric: string, stdout: string) {
  const { bytes, bits_per_second } = documentOf(Tcp, stdout).end.sum_received;
  if (bytes === 0 || bits_per_second === 0)
    throw new NothingDoneError("iperf3", say("workloads.no-byte"));
  return { measurements: [throughput(metric, bits_per_second / BITS_PER_BYTE)], work: bytes };
}

const Udp = z.object({
  end: z.object({
    sum: z.object({
      seconds: z.number().positive(),
      packets: z.int().nonnegative(),
      lost_packets: z.int().nonnegative(),
    }),
  }),
});

/** Datagrams per second that arrived. */
export function parseIperf3Udp(metric: string, stdout: string) {
  const { seconds, packets, lost_packets } = documentOf(Udp, stdout).end.sum;
  const arrived = packets - lost_packets;
  if (arrived <= 0) throw new NothingDoneError("iperf3", say("workloads.no-datagram"));
  return { measurements: [rate(`${metric}.arrived`, arrived / seconds)], work: arrived };
}
