import { auditExperiment } from "../methods/audit.ts";
import { CHECK } from "../methods/families.ts";

/** Whether an instance reaches the host's files and devices. */
export const experiment = auditExperiment({
  id: "check.files",
  version: 2,
  title: "Whether the host's files and devices can be reached from inside",
  family: CHECK,
  group: "files",
  notes: {
    shows:
      "whether files that the run put into the host's /etc, /tmp and /run can be read inside: by their paths, through parents of the root, through other processes' roots, through open descriptors; whether a file or a mount that is made inside appears on the host (`files.root`, `files.mount`); whether the host's disks and memory can be opened. Natively each must reach the host; what does not on the host itself is `not known`",
    hides:
      "volumes, which users share on purpose; bugs of the kernel; what is only tried by attackers",
    published:
      "50 of 88 exploits for kernels and programs work in a container of default settings (Lin 2018)",
  },
});
