import { execExperiment } from "../methods/exec.ts";
import { DISK } from "../methods/families.ts";
import { type FioSize, fioSeconds, fioStep, layOut, RANDOM_JOBS } from "../tools/fio-jobs.ts";

/** Direct random reads and writes, and flushes, of one file that was written before. */
export const experiment = execExperiment<FioSize>({
  id: "disk.fio",
  version: 2,
  title: "fio on the volume, O_DIRECT: 4 KiB random read and write at queue depth 1 and 32; fsync",
  family: DISK,
  main: true,
  tools: ["fio"],
  notes: {
    shows:
      "the path to the disk, on a volume: a bind mount for containers, a second virtio disk for VMs",
    hides:
      "the root filesystem, and the page cache; isotax cannot switch off a cache that the host has below the volume",
    published:
      "4 KiB random -45% to -51% in a VM; about 0% on a container's bind mount: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.2,
  scratchMiB: 256,
  params: {
    smoke: { sizeMiB: 16, milliseconds: 300 },
    quick: { sizeMiB: 32, milliseconds: 200 },
    standard: { sizeMiB: 128, milliseconds: 1000 },
    thorough: { sizeMiB: 192, milliseconds: 10_000 },
  },
  seconds: (p) => fioSeconds(RANDOM_JOBS, p),
  warmup: (p) => layOut("scratch", p),
  steps: (p) => RANDOM_JOBS.map((one) => fioStep("scratch", one, p)),
});
