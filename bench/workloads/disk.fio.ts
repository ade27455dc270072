import { z } from "zod";
import { ParseError } from "../errors.ts";
import type { ExecWorkload, Measurement } from "../types.ts";

type P = { readonly sizeMiB: number; readonly milliseconds: number };

/** One fio job each, run one after the other on the same, already written, file. */
const JOBS = [
  { name: "randread.qd1", side: "read", options: ["--rw=randread", "--iodepth=1"] },
  { name: "randread.qd32", side: "read", options: ["--rw=randread", "--iodepth=32"] },
  { name: "randwrite.qd1", side: "write", options: ["--rw=randwrite", "--iodepth=1"] },
  { name: "randwrite.qd32", side: "write", options: ["--rw=randwrite", "--iodepth=32"] },
  { name: "fsync", side: "sync", options: ["--rw=randwrite", "--iodepth=1", "--fsync=1"] },
] as const;

const P99 = "99.000000";
const Percentiles = z.object({ [P99]: z.number().nonnegative() });
const Direction = z.object({
  iops: z.number(),
  clat_ns: z.object({ N: z.number(), percentile: Percentiles.optional() }),
});
const Output = z.object({
  jobs: z
    .array(
      z.object({
        jobname: z.string(),
        error: z.literal(0),
        read: Direction,
        write: Direction,
        sync: z.object({
          lat_ns: z.object({ N: z.number(), mean: z.number(), percentile: Percentiles.optional() }),
        }),
      }),
    )
    .length(JOBS.length),
});

/** 4 KiB random reads and writes, O_DIRECT, at queue depth 1 and 32, and the cost of fsync. */
export const workload: ExecWorkload<P> = {
  mode: "exec",
  id: "disk.fio",
  version: 1,
  title: "fio: 4 KiB random read and write, O_DIRECT, QD1 and QD32; fsync",
  resource: "disk",
  tools: ["fio"],
  scratchMiB: 256,
  params: {
    smoke: { sizeMiB: 16, milliseconds: 100 },
    quick: { sizeMiB: 64, milliseconds: 200 },
    standard: { sizeMiB: 128, milliseconds: 2000 },
    thorough: { sizeMiB: 192, milliseconds: 10_000 },
  },
  // fio itself waits about 0.3 s between jobs.
  seconds: (p) => JOBS.length * (p.milliseconds / 1000 + 0.3) + p.sizeMiB / 500,
  command: (p) => ({
    argv: [
      { tool: "fio" },
      ...["--output-format=json", "--thread", "--group_reporting=0", "--ioengine=libaio"],
      ...["--direct=1", "--bs=4k", `--size=${p.sizeMiB}m`, "--overwrite=1", "--fallocate=none"],
      // fio would calibrate the CPU's counter, which an emulated CPU does not have.
      ...["--clocksource=clock_gettime", "--time_based", `--runtime=${p.milliseconds}ms`],
      ...["--stonewall", "--lat_percentiles=0", "--percentile_list=50:99:99.9"],
      "--directory",
      { scratch: "" },
      ...JOBS.flatMap(({ name, options }) => [`--name=${name}`, "--filename=fio.dat", ...options]),
    ],
  }),
  parse: (stdout) => parseFio(stdout),
};

function parseFio(stdout: string): readonly Measurement[] {
  // fio prints notes before the document when it has something to say.
  const from = stdout.indexOf("{");
  let document: unknown;
  try {
    document = JSON.parse(stdout.slice(Math.max(0, from)));
  } catch {
    throw new ParseError("fio", "one JSON document", stdout);
  }
  const output = Output.safeParse(document);
  if (!output.success) throw new ParseError("fio", z.prettifyError(output.error), stdout);
  return output.data.jobs.flatMap((job, index): Measurement[] => {
    const expected = JOBS[index];
    if (expected?.name !== job.jobname) {
      throw new ParseError("fio", `a job named ${expected?.name}`, JSON.stringify(job.jobname));
    }
    if (expected.side === "sync") {
      return [
        latency("fsync.mean", job.sync.lat_ns.N, job.sync.lat_ns.mean, stdout),
        latency("fsync.p99", job.sync.lat_ns.N, job.sync.lat_ns.percentile?.[P99], stdout),
      ];
    }
    const { iops, clat_ns } = job[expected.side];
    if (!(iops > 0)) throw new ParseError("fio", `${job.jobname}: more than 0 IOPS`, String(iops));
    return [
      {
        metric: `${job.jobname}.iops`,
        unit: "ops/s",
        better: "higher",
        clock: "guest",
        values: [iops],
      },
      latency(`${job.jobname}.p99`, clat_ns.N, clat_ns.percentile?.[P99], stdout),
    ];
  });
}

function latency(
  metric: string,
  operations: number,
  ns: number | undefined,
  stdout: string,
): Measurement {
  if (ns === undefined || operations === 0) {
    throw new ParseError("fio", `a latency for ${metric}`, stdout);
  }
  return { metric, unit: "ns", better: "lower", clock: "guest", values: [ns] };
}
