import { fioOutput, parseFio } from "../tools/fio.ts";
import type { Command, ExecWorkload, WorkStep } from "../types.ts";

type P = { readonly sizeMiB: number; readonly milliseconds: number };

/** Direct reads and writes of one file that is written already, and flushes. */
export const workload: ExecWorkload<P> = {
  mode: "exec",
  id: "disk.fio",
  version: 2,
  title:
    "fio on the volume, O_DIRECT: 1 MiB sequential, 4 KiB random at QD1 and QD32, read and write; fsync",
  resource: "disk",
  main: true,
  tools: ["fio"],
  notes: {
    shows:
      "the path to the disk, on a volume: a bind mount for containers, a second virtio disk for VMs",
    hides:
      "the root filesystem, and the page cache; a host's own cache below it is not ours to switch off",
    published:
      "4 KiB random -45% to -51% in a VM, sequential -1%; about 0% on a container's bind mount: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.2,
  scratchMiB: 256,
  params: {
    smoke: { sizeMiB: 16, milliseconds: 100 },
    quick: { sizeMiB: 64, milliseconds: 200 },
    standard: { sizeMiB: 128, milliseconds: 2000 },
    thorough: { sizeMiB: 192, milliseconds: 10_000 },
  },
  // fio itself takes about 0.3 s to begin and to end.
  seconds: (p) => JOBS.length * (p.milliseconds / 1000 + 0.3) + p.sizeMiB / 200,
  warmup: (p) => fio(p, ["--name=lay-out", "--rw=write", "--bs=1M", "--end_fsync=1"]),
  steps: (p) => JOBS.map((job) => step(job, p)),
};

interface Job {
  readonly name: string;
  readonly kind: "random" | "sequential" | "sync";
  readonly side: "read" | "write";
  readonly options: readonly string[];
}

const RANDOM = "--bs=4k";
const JOBS: readonly Job[] = [
  job("seqread", "sequential", "read", ["--rw=read", "--bs=1M", "--iodepth=4"]),
  job("seqwrite", "sequential", "write", ["--rw=write", "--bs=1M", "--iodepth=4"]),
  job("randread.qd1", "random", "read", ["--rw=randread", RANDOM, "--iodepth=1"]),
  job("randread.qd32", "random", "read", ["--rw=randread", RANDOM, "--iodepth=32"]),
  job("randwrite.qd1", "random", "write", ["--rw=randwrite", RANDOM, "--iodepth=1"]),
  job("randwrite.qd32", "random", "write", ["--rw=randwrite", RANDOM, "--iodepth=32"]),
  job("fsync", "sync", "write", ["--rw=randwrite", RANDOM, "--iodepth=1", "--fsync=1"]),
];

function job(name: string, kind: Job["kind"], side: Job["side"], options: readonly string[]): Job {
  return { name, kind, side, options };
}

function step({ name, kind, side, options }: Job, p: P): WorkStep {
  const timed = ["--time_based", `--runtime=${p.milliseconds}ms`, "--overwrite=1"];
  return {
    name,
    command: fio(p, [`--name=${name}`, ...options, ...timed]),
    parse: (stdout) => {
      const done = parseFio(side, "lat", stdout);
      const work = kind === "sequential" ? done.bytes : done.operations;
      return { measurements: done[kind](name), work };
    },
  };
}

function fio({ sizeMiB }: P, words: readonly string[]): Command {
  return {
    argv: [
      { tool: "fio" },
      ...[...fioOutput("lat"), "--thread", "--ioengine=libaio", "--direct=1", "--fallocate=none"],
      // The folder first: a name that comes before it is not taken as below it.
      ...["--directory", { scratch: "" }, "--filename=fio.dat", `--size=${sizeMiB}m`],
      ...words,
    ],
  };
}
