/** fio 3: fio(1), "JSON output". */
import { z } from "zod";
import { NothingDoneError, ParseError } from "../errors.ts";
import { latency, rate, throughput } from "../measurement.ts";
import { say } from "../messages.ts";
import type { Measurement, Message } from "../types.ts";
import { documentIn } from "./document.ts";

const PERCENTILES = [
  ["p50", "50.000000"],
  ["p99", "99.000000"],
  ["p99.9", "99.900000"],
] as const;

const Latency = z.object({
  N: z.int().nonnegative(),
  mean: z.number(),
  percentile: z.record(z.string(), z.number().nonnegative()).optional(),
});
const Direction = z.object({
  iops: z.number(),
  bw_bytes: z.number(),
  io_bytes: z.number(),
  total_ios: z.int(),
  clat_ns: Latency,
  lat_ns: Latency,
});
const Output = z.object({
  jobs: z.tuple([
    z.object({
      error: z.literal(0),
      read: Direction,
      write: Direction,
      sync: z.object({ lat_ns: Latency }),
    }),
  ]),
});

export interface FioResult {
  /** IOPS, then the latencies p50, p99 and p99.9 in ns. */
  random(name: string): readonly Measurement[];
  sequential(name: string): readonly Measurement[];
  /** Mean and percentiles of fsync(2). */
  sync(name: string): readonly Measurement[];
  readonly operations: number;
  readonly bytes: number;
}

/**
 * `lat` is from submission to completion. `clat` begins at the end of submission, so it hides the
 * time of a slow submission (most of the latency in an emulated guest). The engines of fio that
 * work on file names have only `clat`.
 */
type Clock = "lat" | "clat";

/** Options that make fio print what `parseFio` reads. */
export const fioOutput = (clock: Clock): readonly string[] => [
  "--output-format=json",
  "--percentile_list=50:99:99.9",
  ...(clock === "lat"
    ? ["--lat_percentiles=1", "--clat_percentiles=0"]
    : ["--lat_percentiles=0", "--clat_percentiles=1"]),
  // By default fio calibrates the CPU's counter, which an emulated CPU does not have.
  "--clocksource=clock_gettime",
];

const NOTHING = { read: say("workloads.no-read"), write: say("workloads.no-write") };

/** Parses the only job of a run that either reads or writes. */
export function parseFio(side: "read" | "write", clock: Clock, stdout: string): FioResult {
  const job = documentIn("fio", Output, stdout).jobs[0];
  const { iops, bw_bytes, io_bytes, total_ios } = job[side];
  if (total_ios === 0) throw new NothingDoneError("fio", NOTHING[side]);
  if (!(iops > 0)) throw new ParseError("fio", say("workloads.positive-iops"), stdout);
  const percentiles = (
    name: string,
    { N, percentile }: z.infer<typeof Latency>,
    nothing: Message,
  ) => {
    if (N === 0) throw new NothingDoneError("fio", nothing);
    return PERCENTILES.map(([metric, key]) => {
      const ns = percentile?.[key];
      const id = `${name}.${metric}`;
      if (ns === undefined) {
        throw new ParseError("fio", say("workloads.latency-of", { metric: id }), stdout);
      }
      return latency(id, ns);
    });
  };
  return {
    random: (name) => [
      rate(`${name}.iops`, iops),
      ...percentiles(name, job[side][`${clock}_ns`], NOTHING[side]),
    ],
    sequential: (name) => [throughput(name, bw_bytes)],
    sync: (name) => {
      const flushes = percentiles(name, job.sync.lat_ns, say("workloads.no-flush"));
      return [latency(`${name}.mean`, job.sync.lat_ns.mean), ...flushes];
    },
    operations: total_ios,
    bytes: io_bytes,
  };
}
