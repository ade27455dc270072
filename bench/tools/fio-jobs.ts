/**
 * fio jobs on one file, of the volume or of the root filesystem. A warm-up has written the whole
 * file.
 */
import type { WorkStep } from "../methods/steps.ts";
import { latencyMetric, percentileMetrics, rateMetric, throughputMetric } from "../metrics.ts";
import type { Command, Metric, Word } from "../types.ts";
import { fioOutput, parseFio } from "./fio.ts";

/** The size of the file, and the duration of each job. */
export type FioSize = { readonly sizeMiB: number; readonly milliseconds: number };

export interface FioJob {
  readonly name: string;
  readonly kind: "random" | "sequential" | "sync";
  readonly side: "read" | "write";
  readonly options: readonly string[];
}

/** fio itself takes about 0.3 s to begin and to end. */
export function fioSeconds(jobs: readonly FioJob[], { sizeMiB, milliseconds }: FioSize): number {
  return jobs.length * (milliseconds / 1000 + 0.3) + sizeMiB / 200;
}

/** Where the file is. */
type Place = "scratch" | "root";

export function layOut(place: Place, size: FioSize): Command {
  return fio(place, size, ["--name=lay-out", "--rw=write", "--bs=1M", "--end_fsync=1"]);
}

const TAILS = ["p99", "p99.9"];

const METRICS: Readonly<Record<FioJob["kind"], (name: string) => readonly Metric[]>> = {
  random: (name) => [rateMetric(`${name}.iops`), ...percentileMetrics(name, TAILS)],
  sequential: (name) => [throughputMetric(name)],
  sync: (name) => [latencyMetric(`${name}.mean`), ...percentileMetrics(name, TAILS)],
};

/** One job as a step. The work of a sequential job is bytes, that of any other is operations. */
export function fioStep(
  place: Place,
  { name, kind, side, options }: FioJob,
  size: FioSize,
): WorkStep {
  const timed = ["--time_based", `--runtime=${size.milliseconds}ms`, "--overwrite=1"];
  return {
    name,
    metrics: METRICS[kind](name),
    command: fio(place, size, [`--name=${name}`, ...options, ...timed]),
    parse: (stdout) => {
      const done = parseFio(side, "lat", stdout);
      const work = kind === "sequential" ? done.bytes : done.operations;
      return { measurements: done[kind](name), work };
    },
  };
}

function fio(place: Place, { sizeMiB }: FioSize, words: readonly string[]): Command {
  return {
    argv: [
      { tool: "fio" },
      ...fioOutput("lat"),
      "--thread",
      "--ioengine=libaio",
      "--direct=1",
      "--fallocate=none",
      // The folder comes first: fio would not put a file named before it into it.
      "--directory",
      folder(place),
      "--filename=fio.dat",
      `--size=${sizeMiB}m`,
      ...words,
    ],
  };
}

function folder(place: Place): Word {
  return place === "scratch" ? { scratch: "" } : { root: "" };
}

export const SEQUENTIAL_JOBS: readonly FioJob[] = [
  job("read", "sequential", "read", ["--rw=read", "--bs=1M", "--iodepth=4"]),
  job("write", "sequential", "write", ["--rw=write", "--bs=1M", "--iodepth=4"]),
];

export const RANDOM_JOBS: readonly FioJob[] = [
  job("randread.qd1", "random", "read", ["--rw=randread", "--bs=4k", "--iodepth=1"]),
  job("randread.qd32", "random", "read", ["--rw=randread", "--bs=4k", "--iodepth=32"]),
  job("randwrite.qd1", "random", "write", ["--rw=randwrite", "--bs=4k", "--iodepth=1"]),
  job("randwrite.qd32", "random", "write", ["--rw=randwrite", "--bs=4k", "--iodepth=32"]),
  job("fsync", "sync", "write", ["--rw=randwrite", "--bs=4k", "--iodepth=1", "--fsync=1"]),
];

function job(
  name: string,
  kind: FioJob["kind"],
  side: FioJob["side"],
  options: readonly string[],
): FioJob {
  return { name, kind, side, options };
}
