/** fio 3: fio(1), "JSON output". */
import { z } from "zod";
import { ParseError } from "../errors.ts";
import { latency, rate, throughput } from "../measurement.ts";
import type { Measurement } from "../types.ts";
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
});
const Output = z.object({
  jobs: z.tuple([
    z.object({
      error: z.literal(0),
      read: Direction,
      write: Direction,
      sync: z.object({ total_ios: z.int().optional(), lat_ns: Latency }),
    }),
  ]),
});

export interface FioJob {
  /** IOPS, then the completion latencies p50, p99 and p99.9 in ns. */
  random(name: string): readonly Measurement[];
  sequential(name: string): readonly Measurement[];
  /** Mean and percentiles of fsync(2). */
  sync(name: string): readonly Measurement[];
  readonly operations: number;
  readonly bytes: number;
}

/** Options by which fio prints what `parseFio` reads. */
export const FIO_OUTPUT = [
  ...["--output-format=json", "--lat_percentiles=0", "--percentile_list=50:99:99.9"],
  // fio would calibrate the CPU's counter, which an emulated CPU does not have.
  "--clocksource=clock_gettime",
];

/** The only job of a run that reads or writes, not both. */
export function parseFio(side: "read" | "write", stdout: string): FioJob {
  const job = documentIn("fio", Output, stdout).jobs[0];
  const { iops, bw_bytes, io_bytes, total_ios, clat_ns } = job[side];
  if (!(iops > 0 && total_ios > 0)) throw new ParseError("fio", "more than 0 IOPS", stdout);
  const percentiles = (name: string, { N, percentile }: z.infer<typeof Latency>) =>
    PERCENTILES.map(([metric, key]) => {
      const ns = percentile?.[key];
      if (ns === undefined || N === 0) {
        throw new ParseError("fio", `a latency for ${name}.${metric}`, stdout);
      }
      return latency(`${name}.${metric}`, ns);
    });
  return {
    random: (name) => [rate(`${name}.iops`, iops), ...percentiles(name, clat_ns)],
    sequential: (name) => [throughput(name, bw_bytes)],
    sync: (name) => [
      latency(`${name}.mean`, job.sync.lat_ns.mean),
      ...percentiles(name, job.sync.lat_ns),
    ],
    operations: total_ios,
    bytes: io_bytes,
  };
}
