/**
 * isotax's own layers: archives that are always the same. As engines do it, they are compressed when
 * they are sent, which is not part of a build.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { ROOT } from "../../../bench/built.ts";
import { makeNewFolder, writeNewFile } from "../../../bench/files.ts";
import { readText } from "../../../bench/untrusted.ts";
import type { Layer } from "../../images/own/layers.ts";
import { gzippedBytes } from "../../images/vm-disk.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";
import type { Builder, Part } from "../builder.ts";
import { listImage } from "../image-listing.ts";
import { lackOfTools } from "../lack.ts";
import { LAYERS } from "../source.ts";

const SCRIPT = join(ROOT, "runners/delivery/pack-layers.sh");

const MOST_BYTES = 2 ** 20;

export const builder: Builder = {
  id: "layers",
  target: "crun",
  // There is no other way: nothing that changes from build to build goes into it.
  ways: ["fixed"],
  probe: () => lackOfTools("tar"),
  open: async ({ folder }) => {
    let stores = 0;
    let store = "";
    return {
      build: async ({ source, out, fresh }) => {
        if (fresh || store === "") {
          store = join(folder, `store-${++stores}`);
          makeNewFolder(store);
        }
        const from = store;
        const digests = join(out, "layers");
        const tree = join(source, "rootfs");
        return {
          argv: ["sh", SCRIPT, tree, from, digests, ...LAYERS],
          options: { env: INSTANCE_ENV, onlyEnv: true },
          made: async () => {
            const diffIds = readText(digests, MOST_BYTES).trim().split("\n");
            const layers = diffIds.map((diffId): Layer => {
              const file = join(from, `${diffId}.tar`);
              return { file, compression: "none", digest: diffId, diffId };
            });
            const config = configOf(diffIds);
            const file = join(out, "config.json");
            writeNewFile(file, config);
            const id = createHash("sha256").update(config).digest("hex");
            const parts: Part[] = [];
            for (const { file: archive, diffId } of layers) {
              parts.push({ file: archive, digest: diffId, bytes: await gzippedBytes(archive) });
            }
            return {
              digest: id,
              parts: [{ file, digest: id, bytes: config.length }, ...parts],
              list: () => listImage(layers, config),
            };
          },
        };
      },
      close: async () => {},
    };
  },
};

/** As little as the image specification asks for. */
function configOf(diffIds: readonly string[]): string {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const rootfs = { type: "layers", diff_ids: diffIds.map((id) => `sha256:${id}`) };
  return JSON.stringify({ architecture, os: "linux", rootfs });
}
