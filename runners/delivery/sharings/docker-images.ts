/** An image for each service, in the run's daemon: `docker build` from the base, with one layer more. */
import { join } from "node:path";
import { writeNewFile } from "../../../bench/files.ts";
import { clientOptions, tryDocker } from "../../containers/docker/client.ts";
import { daemonOf } from "../../containers/docker/daemon.ts";
import { imageIn, removeBuilt } from "../../containers/docker/images.ts";
import { isRoot } from "../../host/paths.ts";
import { located, PACKING_DEADLINE_MS, run, which } from "../../host/process.ts";
import { pathOutside } from "../../kernel/seclusion.ts";
import { layerFolders } from "../engine-layers.ts";
import { lackOfTools } from "../lack.ts";
import { type MadeService, type Sharing, TREE } from "../sharing.ts";
import { LABEL } from "../source.ts";

const REPOSITORY = "isotax-share";

export const sharing: Sharing = {
  id: "docker-images",
  target: "docker",
  way: "layers",
  // As root the run starts a daemon of its own, if none runs.
  probe: () =>
    lackOfTools(
      "fincore",
      "docker",
      ...(isRoot() && which("dockerd") === undefined ? ["dockerd"] : []),
    ),
  make: async ({ context, image, services, signal }) => {
    const daemon = await daemonOf(context);
    const { host } = daemon;
    const from = await imageIn(context, daemon, image);
    const outside = (path: string) =>
      daemon.ownedBy === "this run" ? pathOutside(context, path) : path;
    const close = () => removeBuilt(host, REPOSITORY, LABEL);
    // Those of killed runs.
    await close();
    const options = { ...clientOptions(host), signal, timeoutMs: PACKING_DEADLINE_MS };
    const base = new Set<string>();
    const made: MadeService[] = [];
    try {
      for (const [index, service] of services.entries()) {
        const lines = [`FROM ${from}`, `LABEL ${LABEL}=share`, `COPY ${TREE} /`, ""];
        writeNewFile(join(service, "Dockerfile"), lines.join("\n"));
        const name = `${REPOSITORY}:${index + 1}`;
        await run(located(["docker", "build", "--quiet", "--tag", name, service]), options);
        const looking = ["image", "inspect", "--format", "{{json .GraphDriver}}", name];
        const { stdout } = await tryDocker(host, looking);
        const { own, below } = layerFolders("docker", stdout, outside);
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
