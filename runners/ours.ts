/**
 * What is ours to remove. A ledger is a file, and files can be edited: what it names is obeyed only
 * if we might have made it. Each check says what is wrong, or nothing.
 */
import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { messageOf } from "../bench/errors.ts";
import { isCgroupOfOurs } from "./host/cgroups.ts";
import { cacheFolder } from "./host/paths.ts";
import { which } from "./host/process.ts";

/** Where we make folders: everything below one, or what has one of these names in it. */
interface Root {
  readonly folder: string;
  readonly names?: RegExp;
}

/** A new place for folders of ours is entered here, and nowhere else. */
export function roots(): readonly Root[] {
  return [
    { folder: normalize(cacheFolder()) },
    // Executables of ours on the host.
    { folder: "/var/tmp", names: /^isotax-[\w-]+$/ },
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
  return rootOf(path) !== undefined;
}

function rootOf(path: string): Root | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
  if (!isAbsolute(path) || normalize(path) !== path || /[\0-\x1f]/.test(path)) return undefined;
  return roots().find(({ folder, names = /^./ }) => {
    if (!path.startsWith(`${folder}/`)) return false;
    return names.test(path.slice(folder.length + 1).split("/")[0] as string);
  });
}

/** Of a folder that is to be removed with all that is in it. */
export function folderProblem(path: string): string | undefined {
  const root = rootOf(path);
  if (root === undefined) {
    return `is not below a folder of ours (${roots()
      .map(({ folder }) => folder)
      .join(", ")})`;
  }
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return "is no folder";
  if (!isOwn(stat)) return `belongs to user ${stat.uid}`;
  const parent = dirname(path);
  // The root itself may be a link, as a cache on another disk is. Nothing below it is one.
  const expected = join(realpathSync(root.folder), parent.slice(root.folder.length));
  return realpathSync(parent) === expected ? undefined : "is reached through a symbolic link";
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
