/** A small disk for each VM (qcow2), which holds what differs from the image's disk behind it. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { PACKING_DEADLINE_MS, run } from "../../host/process.ts";
import { vmDisk } from "../../images/vm-disk.ts";
import { lackOfTools } from "../lack.ts";
import { serviceDisk } from "../service-disk.ts";
import type { MadeService, Sharing } from "../sharing.ts";

export const sharing: Sharing = {
  id: "backing",
  target: "qemu-microvm",
  way: "backing",
  probe: () => lackOfTools("fincore", "mke2fs", "debugfs", "qemu-img"),
  make: async ({ context, image, services, signal }) => {
    const base = await vmDisk(context, image);
    const made: MadeService[] = [];
    for (const service of services) {
      const whole = await serviceDisk(service, base.file, signal);
      const file = join(service, "disk.qcow2");
      const qemuImg = (...words: readonly string[]) =>
        run(["qemu-img", ...words], { signal, timeoutMs: PACKING_DEADLINE_MS });
      await qemuImg("create", "-q", "-f", "qcow2", "-b", whole, "-F", "raw", file);
      // Another backing file: whatever differs between the two is written into the small disk.
      await qemuImg("rebase", "-f", "qcow2", "-b", base.file, "-F", "raw", file);
      rmSync(whole);
      made.push({ root: { kind: "disk", file, format: "qcow2" }, own: [file] });
    }
    return { base: [base.file], services: made };
  },
};
