import { join } from "node:path";
import type { Image } from "../../bench/types.ts";
import type { Paths } from "../instance/recipe.ts";

/** The mount point of the volume inside instances. */
export const SCRATCH = "/scratch";

/** The folder on the root filesystem for writes. No target mounts a tmpfs there. */
export const ROOT_FOLDER = "/var/tmp";

/** The folder of the files that workloads bring, beside our own files. */
export const BROUGHT_FILES = "app";

/** Tools and folders on the host, for targets without their own root. */
export function hostPaths(image: Image, folder: string): Paths {
  return {
    tool: (name) => toolOf(image, name).hostPath,
    scratch: (path) => join(folder, path),
    root: (path) => join(folder, path),
  };
}

/** Tools, volume and root inside the image. */
export function imagePaths(image: Image): Paths {
  return {
    tool: (name) => toolOf(image, name).imagePath,
    scratch: (path) => join(SCRATCH, path),
    root: (path) => join(ROOT_FOLDER, path),
  };
}

function toolOf(image: Image, name: string) {
  const tool = image.tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`the image holds no ${name}`);
  return tool;
}
