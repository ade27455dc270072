/**
 * An image for each service, in the store of the run's containers: `podman build` from the base,
 * with one layer more.
 */
import { join } from "node:path";
import { makeNewFolder, writeNewFile } from "../../../bench/files.ts";
import { podmanOptions } from "../../containers/podman/command.ts";
import { placeOf } from "../../containers/podman/place.ts";
import { TAG } from "../../containers/podman/store.ts";
import { PACKING_DEADLINE_MS, run } from "../../host/process.ts";
import { pathOutside, secludedPath } from "../../kernel/seclusion.ts";
import { layerFolders } from "../engine-layers.ts";
import { lackOfTools } from "../lack.ts";
import { type MadeService, type Sharing, TREE } from "../sharing.ts";

const REPOSITORY = "localhost/isotax-share";

export const sharing: Sharing = {
  id: "podman-images",
  target: "podman",
  way: "layers",
  probe: () => lackOfTools("fincore", "podman"),
  make: async ({ context, image, folder, services, signal }) => {
    const place = await placeOf(context, image);
    const inside = (path: string) => secludedPath(context, path);
    const outside = (path: string) => pathOutside(context, path);
    // Podman buffers layers in /var/tmp unless it is told otherwise.
    const buffer = join(folder, "buffer");
    makeNewFolder(buffer);
    const options = {
      ...podmanOptions({ ...place.env, TMPDIR: inside(buffer) }),
      signal,
      timeoutMs: PACKING_DEADLINE_MS,
    };
    const names: string[] = [];
    const close = async () => {
      if (names.length > 0) await place.podman(["image", "rm", "--force", ...names.splice(0)]);
    };
    const base = new Set<string>();
    const made: MadeService[] = [];
    try {
      for (const [index, service] of services.entries()) {
        writeNewFile(join(service, "Dockerfile"), `FROM ${TAG}\nCOPY ${TREE} /\n`);
        const name = `${REPOSITORY}:${index + 1}`;
        const words = ["build", "--quiet", "--isolation=chroot", "--pull=never", "--tag", name];
        await run([...place.enter, ...place.argv([...words, inside(service)])], options);
        names.push(name);
        const looking = ["image", "inspect", "--format", "{{json .GraphDriver}}", name];
        const { own, below } = layerFolders("podman", await place.podman(looking), outside);
        for (const one of below) base.add(one);
        made.push({ root: { kind: "image", name }, own: [own] });
      }
    } catch (error) {
      await close().catch(() => {});
      throw error;
    }
    return { base: [...base], services: made, close };
  },
};
