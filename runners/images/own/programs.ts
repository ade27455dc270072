/** Programs of the user's image that own workloads run: found as a process inside would find them. */
import { lstatSync, readlinkSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { BroughtProgram, Experiment, ImageConfig } from "../../../bench/types.ts";
import { isImageTool } from "../tools.ts";

/** What engines set where an image says nothing. */
const USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** As in the kernel: path_resolution(7). */
const MOST_LINKS = 40;

export interface ProgramInside {
  readonly name: string;
  /** By which it is called. */
  readonly path: string;
  /** What the path leads to: the same, if no part of it is a link. */
  readonly file: string;
}

/**
 * A program that is named by a path from the configuration's folder is brought from the host. All
 * others are the image's.
 */
export function isFromHost({ name, path }: BroughtProgram): boolean {
  return path !== undefined && !isAbsolute(name);
}

/**
 * The programs that these workloads take from the image. What it does not have is left out. Errors:
 * `BAD_CONFIG` for a name that might mean a tool of isotax as well.
 */
export function programsInside(
  rootfs: string,
  config: ImageConfig | undefined,
  workloads: readonly Pick<Experiment, "brings">[],
): readonly ProgramInside[] {
  const named = workloads.flatMap(({ brings }) => brings?.programs ?? []);
  const found = new Map<string, ProgramInside>();
  for (const program of named.filter((one) => !isFromHost(one))) {
    const { name } = program;
    const inside = programInside(rootfs, config, name);
    if (inside === undefined) continue;
    if (isImageTool(name)) {
      throw new IsotaxError(
        "BAD_CONFIG",
        say("own-image.ambiguous", { program: name, path: inside.path }),
        say("own-image.write-path", { path: inside.path }),
      );
    }
    found.set(name, inside);
  }
  return [...found.values()];
}

function programInside(
  rootfs: string,
  config: ImageConfig | undefined,
  name: string,
): ProgramInside | undefined {
  for (const path of isAbsolute(name) ? [name] : placesFor(name, config)) {
    const file = fileInside(rootfs, path);
    if (file !== undefined) return { name, path, file };
  }
  return undefined;
}

function placesFor(name: string, config: ImageConfig | undefined): readonly string[] {
  const given = config?.env.find((variable) => variable.startsWith("PATH="));
  const folders = (given?.slice("PATH=".length) ?? USUAL_PATH).split(":");
  return folders.filter(isAbsolute).map((folder) => join(folder, name));
}

/** The executable file that a path leads to. Links are followed as if the image were the root. */
function fileInside(rootfs: string, path: string): string | undefined {
  const left = path.split("/").reverse();
  let at: string[] = [];
  let links = 0;
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      at.pop();
      continue;
    }
    const here = join(rootfs, ...at, part);
    const stat = lstatSync(here, { throwIfNoEntry: false });
    if (stat?.isSymbolicLink() === true) {
      if (++links > MOST_LINKS) return undefined;
      const target = readlinkSync(here);
      if (isAbsolute(target)) at = [];
      left.push(...target.split("/").reverse());
    } else if (stat?.isDirectory() === true) {
      at.push(part);
    } else {
      const isLast = left.every((rest) => rest === "" || rest === ".");
      const isProgram = stat?.isFile() === true && (stat.mode & 0o111) !== 0;
      return isLast && isProgram ? `/${[...at, part].join("/")}` : undefined;
    }
  }
  return undefined;
}
