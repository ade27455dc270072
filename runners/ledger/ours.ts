/**
 * What is ours to remove. A ledger is a file, and files can be edited: what it names is obeyed only
 * if we might have made it. Each check says what is wrong, or nothing.
 */
import { existsSync, lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize } from "node:path";
import { messageOf } from "../../bench/errors.ts";
import { cacheFolder } from "../host/paths.ts";
import { which } from "../host/process.ts";
import { isCgroupOfOurs } from "../kernel/cgroups.ts";

/** Where we make folders: everything below one, or what has one of these names in it. */
interface Root {
  readonly folder: string;
  readonly names?: RegExp;
}

/** Executables of ours on the host, and a run's short folder: neither is named after its run. */
const TEMPORARY = /^isotax-(?:[A-Za-z0-9]{6}|[0-9a-f]{8})$/;

/** A new place for folders of ours is entered here, and nowhere else. */
function roots(): readonly Root[] {
  return [
    { folder: normalize(cacheFolder()) },
    { folder: "/tmp", names: TEMPORARY },
    { folder: "/var/tmp", names: TEMPORARY },
  ];
}

const NAME = /^isotax-[\w.-]{1,240}$/;

export function nameProblem(name: string): string | undefined {
  return NAME.test(name) ? undefined : "has no name of ours";
}

export function cgroupProblem(name: string): string | undefined {
  return isCgroupOfOurs(name) ? undefined : "has no name of ours";
}

/** Whether a path, whatever is there, lies where we put things. */
export function isBelowOurs(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
  const plain = isAbsolute(path) && normalize(path) === path && !/[\0-\x1f]/.test(path);
  return plain && roots().some((root) => isBelow(path, root));
}

function isBelow(path: string, { folder, names = /^./ }: Root): boolean {
  if (!path.startsWith(`${folder}/`)) return false;
  return names.test(path.slice(folder.length + 1).split("/")[0] as string);
}

/** Of a folder that is to be removed with all that is in it. */
export function folderProblem(path: string): string | undefined {
  if (!isBelowOurs(path)) {
    const folders = roots().map(({ folder }) => folder);
    return `is not below a folder of ours (${folders.join(", ")})`;
  }
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return "is no folder";
  if (!isOwn(stat)) return `belongs to user ${stat.uid}`;
  // A cache on another disk may be a link, and a short folder has a link to the cache.
  const real = join(realpathSync(dirname(path)), basename(path));
  return realRoots().some((root) => isBelow(real, root))
    ? undefined
    : `is reached through a symbolic link, and lies at ${real}`;
}

function realRoots(): readonly Root[] {
  return roots()
    .filter(({ folder }) => existsSync(folder))
    .map((root) => ({ ...root, folder: realpathSync(root.folder) }));
}

/** Of a file below a folder of ours, such as a VM's. */
export function pathProblem(path: string): string | undefined {
  return isBelowOurs(path) ? folderProblem(dirname(path)) : folderProblem(path);
}

/** Options of OCI runtimes that we give: a folder of ours for its state, or a plain word. */
const PLAIN_OPTION = /^--[a-z][a-z-]*(?:=[\w-]+)?$/;
const STATE_OPTION = /^--root=(.*)$/s;

/** Of a runtime that is to be executed to remove a container. */
export function runtimeProblem(runtime: string, options: readonly string[]): string | undefined {
  for (const option of options) {
    const state = STATE_OPTION.exec(option)?.[1];
    const fits = state === undefined ? PLAIN_OPTION.test(option) : isBelowOurs(state);
    if (!fits) return `is to be found by an option that is none of ours: ${option}`;
  }
  return programProblem(runtime);
}

/** A program by its name in the PATH, or by a path; one that is gone does no harm. */
function programProblem(name: string): string | undefined {
  const plain = /^\w[\w.-]*$/.test(name);
  if (!plain && (!isAbsolute(name) || normalize(name) !== name))
    return "has a runtime of no plain name";
  const file = which(name);
  if (file === undefined) return undefined;
  try {
    const stat = statSync(file);
    if (stat.uid !== 0 && !isOwn(stat)) {
      return `would be removed by ${file}, a program of user ${stat.uid}`;
    }
    if ((stat.mode & 0o002) !== 0) return `would be removed by ${file}, which anybody may change`;
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

export function isOwn(stat: Pick<Stats, "uid">): boolean {
  return stat.uid === process.geteuid?.();
}
