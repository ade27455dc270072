import { execExperiment } from "../methods/exec.ts";
import { DISK } from "../methods/families.ts";
import type { WorkStep } from "../methods/steps.ts";
import { percentileMetrics } from "../metrics.ts";
import { fioOutput, parseFio } from "../tools/fio.ts";

type P = { readonly files: number };

/** Many small files, as unpacking an archive, building software and mail make them. */
export const experiment = execExperiment<P>({
  id: "disk.files",
  version: 2,
  title:
    "fio filecreate, filestat, filedelete: small files made, looked up and removed on the volume",
  family: DISK,
  tools: ["fio", "busybox"],
  notes: {
    shows: "the filesystem's own work on names and inodes: directory, journal, locks",
    hides:
      "the disk: nothing is flushed, and contents are not written. ext4 passes over inodes that were freed in the last minutes: making files is dear on a host's filesystem that has just seen many removed, and cheap on a VM's new one",
    published: "none that can be compared: published figures are of other filesystems and sizes",
  },
  noise: 0.2,
  scratchMiB: 64,
  params: {
    smoke: { files: 50 },
    quick: { files: 500 },
    standard: { files: 1000 },
    thorough: { files: 8000 },
  },
  seconds: (p) => 3 * (0.3 + p.files / 1000),
  steps: (p) => [step("create", p), step("stat", p), step("delete", p)],
});

function step(name: "create" | "stat" | "delete", { files }: P): WorkStep {
  return {
    name,
    metrics: percentileMetrics(name, ["p99", "p99.9"]),
    command: {
      argv: [
        // By relative names: natively the volume's own path is longer, and each part of it is looked up.
        { tool: "busybox" },
        "sh",
        "-c",
        'cd "$1" && shift && exec "$@"',
        "sh",
        { scratch: "" },
        { tool: "fio" },
        ...fioOutput("clat"),
        "--thread",
        "--name=files",
        `--ioengine=file${name}`,
        `--nrfiles=${files}`,
        "--filesize=4k",
        "--openfiles=10",
        "--create_on_open=1",
        "--fallocate=none",
        "--directory=.",
      ],
    },
    parse: (stdout) => {
      // Whatever these engines do, fio counts it as reads.
      const done = parseFio("read", "clat", stdout);
      const [, ...latencies] = done.random(name);
      return { measurements: latencies, work: done.operations };
    },
  };
}
