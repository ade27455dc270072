/**
 * `podman build`, in the place of the run's containers, with a store of its own. Nothing is executed
 * in the image, so the isolation of commands plays no part.
 */
import { join } from "node:path";
import { makeNewFolder } from "../../../bench/files.ts";
import { podmanArgv, podmanOptions } from "../../containers/podman/command.ts";
import { placeOf } from "../../containers/podman/place.ts";
import { PACKING_DEADLINE_MS, run } from "../../host/process.ts";
import { secludedPath } from "../../kernel/seclusion.ts";
import type { Builder } from "../builder.ts";
import { lackOfTools } from "../lack.ts";
import { builtId, idFile, savedImage } from "../saved-image.ts";

/** The time that files and configuration get instead of their own. */
const TIMESTAMP = "1704067200";

export const builder: Builder = {
  id: "podman",
  target: "podman",
  ways: ["usual", "fixed"],
  probe: () => lackOfTools("podman"),
  open: async ({ context, image, folder, signal }) => {
    const place = await placeOf(context, image);
    const root = join(folder, "store");
    const buffer = join(folder, "buffer");
    makeNewFolder(root);
    makeNewFolder(buffer);
    const inside = (path: string) => secludedPath(context, path);
    // Podman buffers layers in /var/tmp unless it is told otherwise.
    const { env = {} } = podmanOptions({ ...place.env, TMPDIR: inside(buffer) });
    const options = { env, onlyEnv: true };
    const argv = (words: readonly string[]) => [...place.enter, ...podmanArgv(inside(root), words)];
    return {
      build: async ({ source, out, way, fresh }) => ({
        argv: argv([
          "build",
          "--quiet",
          "--isolation=chroot",
          "--pull=never",
          ...(fresh ? ["--no-cache"] : ["--layers"]),
          ...(way === "fixed" ? [`--timestamp=${TIMESTAMP}`] : []),
          `--iidfile=${inside(idFile(out))}`,
          inside(source),
        ]),
        options,
        made: async () => {
          const archive = join(out, "saved.tar");
          const id = builtId(out);
          const words = [
            "save",
            "--quiet",
            "--format=oci-archive",
            "--output",
            inside(archive),
            id,
          ];
          await run(argv(words), { ...options, signal, timeoutMs: PACKING_DEADLINE_MS });
          return savedImage(archive, join(out, "saved"), id);
        },
      }),
      // Its store is mounted in the place, and would keep the folder from being removed.
      close: async () => {
        await run([...place.enter, "sh", "-c", UNMOUNT, "sh", inside(root)], options);
      },
    };
  },
};

/** Lazily, and whatever is mounted there. */
const UNMOUNT =
  'cut -d " " -f 5 /proc/self/mountinfo | while read -r at; do case $at in "$1"/*) umount -l "$at" || exit 1;; esac; done';
