import { NEIGHBOUR } from "../methods/families.ts";
import { NEIGHBOURS, neighbourExperiment } from "../methods/neighbours.ts";

/** How late small flushed writes are done beside neighbours that do their worst. */
export const experiment = neighbourExperiment({
  id: "neighbour.fsync",
  version: 3,
  title:
    "Noisy neighbours: how late 4 KiB are on the disk, each 20 ms, beside several kinds of them",
  family: NEIGHBOUR,
  intervalMs: 20,
  victim: "fsync",
  notes: {
    shows:
      "how much later a write of 4 KiB has been flushed, by its p99 against that when undisturbed (`times-alone`), beside the same neighbours as in `neighbour.timer`; and how much the neighbour gets done (`work`)",
    hides:
      "neighbours on other disks; limits of the disk, which a host would set to prevent this; what the host's disk does below",
    published:
      "good responses lost beside a disk stress: LXC 9% (Xavier 2013), VMware none (Matthews 2007)",
  },
  noise: 0.5,
  rounds: { smoke: 1, quick: 2, standard: 6, thorough: 12 },
  params: {
    smoke: { operations: 10, neighbours: "page-cache" },
    quick: { operations: 25, neighbours: NEIGHBOURS.onSameCpu },
    standard: { operations: 100, neighbours: NEIGHBOURS.all },
    thorough: { operations: 250, neighbours: NEIGHBOURS.all },
  },
});
