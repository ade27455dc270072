/**
 * Decides what we may remove. A ledger is a file, and files can be edited, so a resource is removed
 * only if we might have made it. Each check returns what is wrong, or undefined.
 */
import { existsSync, lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize } from "node:path";
import { asMessage } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { cacheFolder } from "../host/paths.ts";
import { which } from "../host/process.ts";
import { isCgroupOfOurs } from "../kernel/cgroups.ts";

/** A place where we make folders: everything below it is ours, or only these names. */
interface Root {
  readonly folder: string;
  readonly names?: RegExp;
}

/** Our executables on the host, and a run's short folder. Neither is named after its run. */
const TEMPORARY = /^isotax-(?:[A-Za-z0-9]{6}|[0-9a-f]{8})$/;

/** The only list of the places where we make folders. */
function roots(): readonly Root[] {
  return [
    { folder: normalize(cacheFolder()) },
    { folder: "/tmp", names: TEMPORARY },
    { folder: "/var/tmp", names: TEMPORARY },
  ];
}

const NAME = /^isotax-[\w.-]{1,240}$/;

export function nameProblem(name: string): Message | undefined {
  return NAME.test(name) ? undefined : say("leftovers.no-name-of-ours");
}

export function cgroupProblem(name: string): Message | undefined {
  return isCgroupOfOurs(name) ? undefined : say("leftovers.no-name-of-ours");
}

/** Whether a path lies in one of our places, whatever is there. */
export function isBelowOurs(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
  const plain = isAbsolute(path) && normalize(path) === path && !/[\0-\x1f]/.test(path);
  return plain && roots().some((root) => isBelow(path, root));
}

function isBelow(path: string, { folder, names = /^./ }: Root): boolean {
  if (!path.startsWith(`${folder}/`)) return false;
  return names.test(path.slice(folder.length + 1).split("/")[0] as string);
}

/** Checks a folder that will be removed with its content. */
export function folderProblem(path: string): Message | undefined {
  if (!isBelowOurs(path)) {
    const folders = roots().map(({ folder }) => folder);
    return say("leftovers.not-below-ours", { folders });
  }
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return say("leftovers.no-folder");
  if (!isOwn(stat)) return say("leftovers.others-folder", { uid: stat.uid });
  // Links are legal here: the cache may be a link to another disk, and a short folder has a link to
  // it.
  const real = join(realpathSync(dirname(path)), basename(path));
  return realRoots().some((root) => isBelow(real, root))
    ? undefined
    : say("leftovers.through-link", { real });
}

function realRoots(): readonly Root[] {
  return roots()
    .filter(({ folder }) => existsSync(folder))
    .map((root) => ({ ...root, folder: realpathSync(root.folder) }));
}

/** Checks a file below a folder of ours, such as a VM's. */
export function pathProblem(path: string): Message | undefined {
  return isBelowOurs(path) ? folderProblem(dirname(path)) : folderProblem(path);
}

/** The options that we give to OCI runtimes: our folder for the state, or a plain word. */
const PLAIN_OPTION = /^--[a-z][a-z-]*(?:=[\w-]+)?$/;
const STATE_OPTION = /^--root=(.*)$/s;

/** Checks a runtime that will be executed to remove a container. */
export function runtimeProblem(runtime: string, options: readonly string[]): Message | undefined {
  for (const option of options) {
    const state = STATE_OPTION.exec(option)?.[1];
    const fits = state === undefined ? PLAIN_OPTION.test(option) : isBelowOurs(state);
    if (!fits) return say("leftovers.unknown-option", { option });
  }
  return programProblem(runtime);
}

/** Checks a program, by its name in the PATH or by its path. A missing program does no harm. */
function programProblem(name: string): Message | undefined {
  const plain = /^\w[\w.-]*$/.test(name);
  if (!plain && (!isAbsolute(name) || normalize(name) !== name))
    return say("leftovers.runtime-not-plain");
  const file = which(name);
  if (file === undefined) return undefined;
  try {
    const stat = statSync(file);
    if (stat.uid !== 0 && !isOwn(stat)) {
      return say("leftovers.program-of-other", { file, uid: stat.uid });
    }
    if ((stat.mode & 0o002) !== 0) return say("leftovers.program-open-to-all", { file });
    return undefined;
  } catch (error) {
    return asMessage(error);
  }
}

export function isOwn(stat: Pick<Stats, "uid">): boolean {
  return stat.uid === process.geteuid?.();
}
