import { aftermathExperiment } from "../methods/aftermath.ts";
import { CHECK } from "../methods/families.ts";

/** Whether an instance leaves the host as it was. */
export const experiment = aftermathExperiment({
  id: "check.host",
  version: 1,
  title: "Whether the host is as before when an instance is gone",
  family: CHECK,
  notes: {
    shows:
      "whether mounts, network links, firewall rules, settings of the kernel, control groups, memory and queues of System V, keys, loop devices, files and processes are the same after an instance in which a probe has tried to reach the host",
    hides:
      "what an engine keeps on purpose, such as images and logs; changes that nothing lists; settings that change by themselves",
    published: "none: engines promise it, but nobody reports a test of it",
  },
});
