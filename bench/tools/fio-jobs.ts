/** Jobs of fio on one file of the volume, which a warm-up has written whole. */
import type { Command, WorkStep } from "../types.ts";
import { fioOutput, parseFio } from "./fio.ts";

/** How much of the file, and for how long each job. */
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

export function layOut(size: FioSize): Command {
  return fio(size, ["--name=lay-out", "--rw=write", "--bs=1M", "--end_fsync=1"]);
}

/** One job as a step; its work is bytes where it is sequential, else operations. */
export function fioStep({ name, kind, side, options }: FioJob, size: FioSize): WorkStep {
  const timed = ["--time_based", `--runtime=${size.milliseconds}ms`, "--overwrite=1"];
  return {
    name,
    command: fio(size, [`--name=${name}`, ...options, ...timed]),
    parse: (stdout) => {
      const done = parseFio(side, "lat", stdout);
      const work = kind === "sequential" ? done.bytes : done.operations;
      return { measurements: done[kind](name), work };
    },
  };
}

function fio({ sizeMiB }: FioSize, words: readonly string[]): Command {
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
