import { CHECK } from "../methods/families.ts";
import { surfaceExperiment } from "../methods/surface.ts";

/** How much of the host's kernel an instance uses. */
export const experiment = surfaceExperiment({
  id: "check.surface",
  version: 1,
  title: "How many of the host's system calls an instance makes",
  family: CHECK,
  notes: {
    shows:
      "the number of different system calls of the host that all processes of a target make while programs, files and an application are worked with inside, and apart from it while an instance starts; also how many different ioctl(2) requests. All are counted: what runs inside, and the monitor, runtime and daemon that make it run",
    hides:
      "what could be called and is not: the checks of `check.kernel` ask for that. How much code runs behind a call: one ioctl(KVM_RUN) runs a whole guest until it needs the host, and an open(2) may end in a driver. What the kernel does for a guest or a ring without a call",
    published:
      "gVisor's kernel has 237 system calls and makes 53 of the host's, 68 with a network (its documentation); host code executed: 7.8% natively, 9.6% with Firecracker, 11.3% with gVisor (Anjali 2020)",
  },
});
