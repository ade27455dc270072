/** The programs and files that a user's own workloads bring into the image. */
import { accessSync, constants, lstatSync, readdirSync, realpathSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { asMessage, IsotaxError } from "../../bench/errors.ts";
import { hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { BroughtFile, BroughtProgram, Experiment, Message } from "../../bench/types.ts";
import { kindOf as fileKindOf } from "../../bench/untrusted.ts";
import { which } from "../host/process.ts";
import { kindOf, type Program } from "./programs.ts";
import { isImageTool } from "./tools.ts";

/** Folders of the system. A program that stands elsewhere has another place inside. */
const SYSTEM = /^\/(?:usr|bin|sbin|lib|opt)\//;
const ELSEWHERE = "/opt/isotax";

/** Places where something else is mounted inside, or that are a user's own. */
const NOT_INSIDE = /^\/(?:proc|sys|dev|tmp|run|scratch|var\/tmp|var\/run)(?:\/|$)/;

const MOST_FILES = 20_000;
const MOST_BYTES = 512 * 2 ** 20;

/** What all these workloads bring, each program once. Tools that isotax knows itself are left out. */
export function broughtPrograms(
  workloads: readonly Pick<Experiment, "brings">[],
): readonly BroughtProgram[] {
  const all = workloads.flatMap(({ brings }) => brings?.programs ?? []);
  const others = all.filter(({ name, path }) => path !== undefined || !isImageTool(name));
  return [...new Map(others.map((program) => [program.name, program])).values()];
}

/** The file of a program, under the name by which it is called: some programs act by their name. */
export function broughtProgram({ name, path = name }: BroughtProgram): Program {
  const file = which(path);
  if (file === undefined) return { problem: say("own.no-program", { program: path }) };
  switch (kindOf(realpathSync(file))) {
    case "program":
      return { path: file };
    case "script":
      return { problem: say("own.is-script", { file }) };
    default:
      return { problem: say("images.other-machine", { file }) };
  }
}

/** Why a program cannot be brought; undefined if it can. */
export function whyNotBrought(program: BroughtProgram): Message | undefined {
  const found = broughtProgram(program);
  return "problem" in found ? found.problem : undefined;
}

/** The place of a program in the image. */
export function placeInside(path: string): string {
  if (SYSTEM.test(path)) return path;
  return join(ELSEWHERE, hashJson(dirname(path)).slice(0, 8), basename(path));
}

/** A file to copy. `to` is absolute, or a path in the folder of brought files. */
export interface CopiedFile {
  readonly from: string;
  readonly to: string;
}

/**
 * All files that these workloads bring; those of folders one by one. Errors: `BAD_FILES` for what is
 * absent, is no regular file, is not readable, or is too much.
 */
export function broughtFiles(
  workloads: readonly Pick<Experiment, "brings" | "id">[],
): readonly CopiedFile[] {
  const found = new Map<string, CopiedFile>();
  let bytes = 0;
  for (const { id, brings } of workloads) {
    const roots = (brings?.files ?? []).map(({ from }) => from);
    for (const file of brings?.files ?? []) {
      for (const one of filesBelow(file, roots, id)) {
        const known = found.get(one.to);
        if (known !== undefined && known.from !== one.from) {
          throw bad(id, one.from, say("own.place-taken", { to: one.to, other: known.from }));
        }
        if (known === undefined) bytes += one.bytes;
        found.set(one.to, one);
        if (found.size > MOST_FILES || bytes > MOST_BYTES) {
          const most = { mostFiles: MOST_FILES, mostBytes: MOST_BYTES };
          throw bad(id, file.from, say("own.too-much", most));
        }
      }
    }
  }
  return [...found.values()].map(({ from, to }) => ({ from, to }));
}

interface Found extends CopiedFile {
  readonly bytes: number;
}

/** Without recursion into links: the folders of a tree are those that it has itself. */
function* filesBelow(
  { from, to = from }: BroughtFile,
  roots: readonly string[],
  workload: string,
): Generator<Found> {
  if (NOT_INSIDE.test(to)) throw bad(workload, from, say("own.not-inside"));
  const stat = looked(from, workload);
  if (stat.isDirectory()) {
    for (const name of namesIn(from, workload)) {
      yield* filesBelow({ from: join(from, name), to: join(to, name) }, roots, workload);
    }
    return;
  }
  yield { from, to, bytes: regular(from, stat, roots, workload).size };
}

/** A link is followed if what it leads to is listed, too: then nothing unseen is copied. */
function regular(from: string, stat: Stats, roots: readonly string[], workload: string): Stats {
  if (stat.isFile()) return stat;
  const kind = fileKindOf(stat);
  if (!stat.isSymbolicLink()) throw bad(workload, from, say("files.is-not-regular", { kind }));
  const real = realOf(from);
  const listed = roots.some((root) => real === root || real?.startsWith(`${root}/`) === true);
  if (real === undefined || !listed) throw bad(workload, from, say("own.link-outside"));
  const target = looked(real, workload);
  if (target.isFile()) return target;
  throw bad(workload, from, say("files.is-not-regular", { kind: fileKindOf(target) }));
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function looked(path: string, workload: string): Stats {
  try {
    accessSync(path, constants.R_OK);
    return lstatSync(path);
  } catch (error) {
    if (isLink(path)) throw bad(workload, path, say("own.link-outside"));
    throw bad(workload, path, asMessage(error));
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function namesIn(folder: string, workload: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw bad(workload, folder, asMessage(error));
  }
}

function bad(workload: string, file: string, problem: Message): IsotaxError {
  return new IsotaxError(
    "BAD_FILES",
    say("own.bad-files", { workload, file, problem }),
    say("own.correct-files"),
  );
}
