import { execExperiment } from "../methods/exec.ts";
import { DISK } from "../methods/families.ts";
import {
  type FioSize,
  fioSeconds,
  fioStep,
  layOut,
  RANDOM_JOBS,
  SEQUENTIAL_JOBS,
} from "../tools/fio-jobs.ts";

const JOBS = [...RANDOM_JOBS, ...SEQUENTIAL_JOBS];

/** The jobs of disk.fio and disk.sequential, outside the volume. */
export const experiment = execExperiment<FioSize>({
  id: "disk.root",
  version: 1,
  title: "fio on the root filesystem, O_DIRECT: as disk.fio and disk.sequential",
  family: DISK,
  tools: ["fio"],
  needs: ["writable-root"],
  notes: {
    shows:
      "what a program pays for writing outside its volume: a container's overlay, a VM's layer above its image (qcow2)",
    hides:
      "copying up, because the file is new and not part of the image; the cost of storage drivers other than overlay",
    published: "none to compare with: published figures are for other storage drivers",
  },
  noise: 0.2,
  scratchMiB: 0,
  rootMiB: 256,
  params: {
    smoke: { sizeMiB: 16, milliseconds: 300 },
    quick: { sizeMiB: 32, milliseconds: 200 },
    standard: { sizeMiB: 128, milliseconds: 500 },
    thorough: { sizeMiB: 192, milliseconds: 10_000 },
  },
  seconds: (p) => fioSeconds(JOBS, p),
  warmup: (p) => layOut("root", p),
  steps: (p) => JOBS.map((one) => fioStep("root", one, p)),
});
