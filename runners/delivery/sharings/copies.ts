/** A whole copy of the image's files for each service, with its own files in it. */
import { join } from "node:path";
import { PACKING_DEADLINE_MS, run } from "../../host/process.ts";
import { lackOfTools } from "../lack.ts";
import { type MadeService, type Sharing, TREE } from "../sharing.ts";

export const sharing: Sharing = {
  id: "copies",
  target: "crun",
  way: "copies",
  probe: () => lackOfTools("fincore"),
  make: async ({ image, services, signal }) => {
    const made: MadeService[] = [];
    for (const service of services) {
      const copy = join(service, "copy");
      // Also where the filesystem could let copies share blocks.
      const copying = ["cp", "--archive", "--reflink=never", "--no-target-directory"];
      const options = { signal, timeoutMs: PACKING_DEADLINE_MS };
      await run([...copying, image.rootfs, copy], options);
      await run([...copying, join(service, TREE), copy], options);
      made.push({ root: { kind: "folders", folders: [copy] }, own: [copy] });
    }
    return { base: [], services: made };
  },
};
