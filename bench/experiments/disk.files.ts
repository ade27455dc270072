import { execExperiment } from "../methods/exec.ts";
import { DISK } from "../methods/families.ts";
import type { WorkStep } from "../methods/steps.ts";
import { percentileMetrics } from "../metrics.ts";
import { fioOutput, parseFio } from "../tools/fio.ts";

type P = { readonly files: number };

/** Many small files, as in unpacking an archive, building software or storing mail. */
export const experiment = execExperiment<P>({
  id: "disk.files",
  version: 2,
  title:
    "fio filecreate, filestat, filedelete: creating, looking up and removing small files on the volume",
  family: DISK,
  tools: ["fio", "busybox"],
  notes: {
    shows: "the filesystem's own work on names and inodes: directory, journal, locks",
    hides:
      "the disk: nothing is flushed, and no contents are written. ext4 skips inodes that were freed in the last minutes: creating files is expensive on a host's filesystem from which many were just removed, and cheap on a VM's new one",
    published: "none to compare with: published figures are for other filesystems and sizes",
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
        // Names are relative: natively the volume's own path is longer, and each part of a path is
        // looked up.
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
      // fio counts the operations of these engines as reads, whatever they do.
      const done = parseFio("read", "clat", stdout);
      const [, ...latencies] = done.random(name);
      return { measurements: latencies, work: done.operations };
    },
  };
}
