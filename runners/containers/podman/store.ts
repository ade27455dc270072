/**
 * The root filesystem as an image in a Podman store. It is imported once and kept in the cache.
 * Each run works on a copy, so that no two runs share a database, and the leftovers of a killed run
 * vanish with its folder.
 */
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../../bench/files.ts";
import { hashJson } from "../../../bench/hash.ts";
import type { Image } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import { run } from "../../host/process.ts";
import { importArchive } from "../../images/archive.ts";
import { type CacheManifest, cached } from "../../images/cache.ts";
import { secludedPath } from "../../kernel/seclusion.ts";
import { podmanArgv, podmanOptions } from "./command.ts";

/** The name of the only image in the store. */
export const TAG = "isotax-rootfs";

/** Increased when stores are made in another way. */
const EDITION = 2;

/** Parts that Podman makes again, or that hold the store's own path. */
const NOT_KEPT = ["libpod", "db.sql", "tmp", "mounts"];

/**
 * Copies the store with this image to `root`. `prefix` and `env` lead to the place where Podman may
 * run.
 */
export async function storeAt(
  root: string,
  context: RunContext,
  image: Image,
  version: string,
  { prefix, env }: { prefix: readonly string[]; env: Readonly<Record<string, string>> },
): Promise<void> {
  const key = hashJson([EDITION, image.digest, version]).slice(0, 32);
  const store = await cached<CacheManifest>(
    context,
    join(context.cache, "podman", key),
    async (building) => {
      const importing = podmanArgv(secludedPath(context, building), [
        "import",
        "--quiet",
        "-",
        TAG,
      ]);
      await importArchive(image, [...prefix, ...importing], podmanOptions(env));
      // A layer's top folder is not writable, so a user could not remove its content. The rights of
      // files stay as they are: they are the image's.
      if (!isRoot())
        await run(["find", building, "-type", "d", "-exec", "chmod", "u+w", "{}", "+"]);
      for (const name of NOT_KEPT) rmSync(join(building, name), { recursive: true, force: true });
      return { files: filesIn(building) };
    },
  );
  makeFolder(root);
  const parts = readdirSync(store.folder).filter((part) => part !== "manifest.json");
  // Layers lie in a folder with the storage driver's name, e.g. overlay beside overlay-layers.
  const layers = parts.filter((part) => parts.includes(`${part}-layers`));
  const others = parts.filter((part) => !layers.includes(part));
  const copy = ["cp", "--archive", "--target-directory", root];
  const paths = (names: readonly string[]) => names.map((name) => join(store.folder, name));
  // Layers are hard-linked: their files are never written to, and are in the page cache only once.
  await run([...copy, "--link", ...paths(layers)]);
  await run([...copy, ...paths(others)]);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    lstatSync(join(folder, path)).isFile(),
  );
}
