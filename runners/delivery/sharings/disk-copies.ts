/** A whole disk for each VM: raw, and sparse where there is nothing on it. */
import { vmDisk } from "../../images/vm-disk.ts";
import { lackOfTools } from "../lack.ts";
import { serviceDisk } from "../service-disk.ts";
import type { MadeService, Sharing } from "../sharing.ts";

export const sharing: Sharing = {
  id: "disk-copies",
  target: "qemu-microvm",
  way: "copies",
  probe: () => lackOfTools("fincore", "mke2fs", "debugfs"),
  make: async ({ context, image, services, signal }) => {
    const base = await vmDisk(context, image);
    const made: MadeService[] = [];
    for (const service of services) {
      const file = await serviceDisk(service, base.file, signal);
      made.push({ root: { kind: "disk", file, format: "raw" }, own: [file] });
    }
    return { base: [], services: made };
  },
};
