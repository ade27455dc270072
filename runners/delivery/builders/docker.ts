/**
 * `docker build` by the run's daemon, with whatever builder the client takes by itself. Neither it nor
 * the daemon is told anything that would make images the same each time.
 */
import { join } from "node:path";
import { clientOptions } from "../../containers/docker/client.ts";
import { daemonOf } from "../../containers/docker/daemon.ts";
import { removeBuilt } from "../../containers/docker/images.ts";
import { isRoot } from "../../host/paths.ts";
import { located, PACKING_DEADLINE_MS, run, which } from "../../host/process.ts";
import type { Builder } from "../builder.ts";
import { lackOfTools } from "../lack.ts";
import { builtId, idFile, savedImage } from "../saved-image.ts";
import { LABEL } from "../source.ts";

const REPOSITORY = "isotax-build";

export const builder: Builder = {
  id: "docker",
  target: "docker",
  ways: ["usual"],
  // As root the run starts a daemon of its own, if none runs.
  probe: () =>
    lackOfTools("docker", ...(isRoot() && which("dockerd") === undefined ? ["dockerd"] : [])),
  open: async ({ context, signal }) => {
    const { host } = await daemonOf(context);
    // Those of killed runs.
    await removeBuilt(host, REPOSITORY, LABEL);
    let built = 0;
    return {
      build: async ({ source, out, fresh }) => ({
        argv: located([
          "docker",
          "build",
          "--quiet",
          ...(fresh ? ["--no-cache"] : []),
          "--iidfile",
          idFile(out),
          "--tag",
          `${REPOSITORY}:${++built}`,
          source,
        ]),
        options: clientOptions(host),
        made: async () => {
          const archive = join(out, "saved.tar");
          const id = builtId(out);
          const saving = located(["docker", "save", "--output", archive, id]);
          const { env = {} } = clientOptions(host);
          await run(saving, { env, onlyEnv: true, signal, timeoutMs: PACKING_DEADLINE_MS });
          return savedImage(archive, join(out, "saved"), id);
        },
      }),
      close: () => removeBuilt(host, REPOSITORY, LABEL),
    };
  },
};
