import { CHECK } from "../methods/families.ts";
import { leakExperiment } from "../methods/leaks.ts";

/** What an instance is told about the host. */
export const experiment = leakExperiment({
  id: "check.leaks",
  version: 2,
  title: "What is told inside about the host",
  family: CHECK,
  notes: {
    shows:
      "which files say the same inside as on the host: the id and the time of its boot, how long it runs, its memory, load and processors, mounts, kernel, command line, modules, disks, and the names and ids of the machine",
    hides: "what can be measured instead of read; files that nobody looked at",
    published: "none for this list",
  },
});
