import { execExperiment } from "../methods/exec.ts";
import { DISK } from "../methods/families.ts";
import { type FioSize, fioSeconds, fioStep, layOut, SEQUENTIAL_JOBS } from "../tools/fio-jobs.ts";

/** Direct reads and writes from one end of a file to the other. */
export const experiment = execExperiment<FioSize>({
  id: "disk.sequential",
  version: 1,
  title: "fio on the volume, O_DIRECT: 1 MiB sequential read and write, queue depth 4",
  family: DISK,
  tools: ["fio"],
  notes: {
    shows: "the disk's throughput on a volume, with large requests",
    hides:
      "the cost of a request; a VM may split and queue requests that the host's kernel takes one by one",
    published: "sequential -1% in a VM: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.2,
  scratchMiB: 256,
  params: {
    smoke: { sizeMiB: 16, milliseconds: 100 },
    quick: { sizeMiB: 64, milliseconds: 200 },
    standard: { sizeMiB: 128, milliseconds: 1000 },
    thorough: { sizeMiB: 192, milliseconds: 10_000 },
  },
  seconds: (p) => fioSeconds(SEQUENTIAL_JOBS, p),
  warmup: (p) => layOut("scratch", p),
  steps: (p) => SEQUENTIAL_JOBS.map((one) => fioStep("scratch", one, p)),
});
