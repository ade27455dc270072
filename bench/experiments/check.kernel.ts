import { auditExperiment } from "../methods/audit.ts";
import { CHECK } from "../methods/families.ts";

/** Whether an instance reaches the host's kernel. */
export const experiment = auditExperiment({
  id: "check.kernel",
  version: 1,
  title: "Whether the host's kernel can be changed or looked into from inside",
  family: CHECK,
  group: "kernel",
  notes: {
    shows:
      "whether processes inside run in the host's kernel (`kernel.tasks`), and which of its doors are open to them: settings, clock, log, modules, another kernel, restart, swap, events, rings, keys, ports. Nothing is changed: a value is written that was there already, files are opened and not written, calls have an argument that is refused after the permission was checked",
    hides:
      "what an open door leads to: bugs in the kernel behind it. A call that is allowed is counted once, however much code it runs",
    published:
      "gVisor's kernel has 237 system calls and makes 53 of the host's, 68 with a network (its documentation); host code executed: 7.8% natively, 9.6% with Firecracker, 11.3% with gVisor (Anjali 2020)",
  },
});
