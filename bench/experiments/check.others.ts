import { auditExperiment } from "../methods/audit.ts";
import { CHECK } from "../methods/families.ts";

/** Whether an instance reaches the host's processes and what they offer. */
export const experiment = auditExperiment({
  id: "check.others",
  version: 2,
  title: "Whether the host's processes, memory and network can be reached from inside",
  family: CHECK,
  group: "others",
  notes: {
    shows:
      "whether a process that the run started on the host is seen inside, can get a signal, be traced, or be read; and whether its memory, queue, sockets, port and packets can be reached",
    hides:
      "other instances; services of the host that are reachable by its address, as from any machine",
    published: "none: engines promise it, but nobody reports a test of it",
  },
});
