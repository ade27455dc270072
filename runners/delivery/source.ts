/**
 * The source of a build: a Dockerfile and a tree, made from a seed, so that it is the same on every
 * host. Small programs below and an application of many text files above, as two layers.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, cpSync, readdirSync, utimesSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeNewFolder, replaceFile, writeNewFile } from "../../bench/files.ts";
import { noise, numbered, text } from "./made-up.ts";

const SEED = "isotax-source-1";

const PROGRAMS = 12;
const PROGRAM_BYTES = 100_000;
const TEXTS = 300;

/** The folders of the tree. Each becomes a layer, from the lowest to the highest. */
export const LAYERS = ["bin", "app"] as const;

/** Every image that a build makes on its way has it, so that those of a killed build are known. */
export const LABEL = "isotax.build";

const DOCKERFILE = [
  "FROM scratch",
  `LABEL ${LABEL}=source`,
  ...LAYERS.map((name) => `COPY rootfs/${name} /${name}`),
  "",
];

/** 2024-01-01. The clock of the host would make a source that is another each time. */
const MADE_AT = 1_704_067_200;
const DAY = 86_400;

export function makeSource(folder: string): void {
  makeNewFolder(folder);
  writeNewFile(join(folder, "Dockerfile"), DOCKERFILE.join("\n"));
  const rootfs = join(folder, "rootfs");
  makeNewFolder(rootfs);
  for (const name of LAYERS) makeNewFolder(join(rootfs, name));
  for (let i = 0; i < PROGRAMS; i++) {
    // As hexadecimal digits they compress to about half, as programs do.
    const content = noise(`${SEED} program-${i}`, PROGRAM_BYTES / 2).toString("hex");
    writeNewFile(join(rootfs, "bin", `program-${numbered(i)}`), content);
  }
  for (let i = 0; i < TEXTS; i++) {
    writeNewFile(textFile(rootfs, i), text(`${SEED} text-${i}`));
  }
  settle(folder, MADE_AT);
}

/** Changes one of the text files. An engine whose store outlives the run has never seen it. */
export function changeSource(folder: string): void {
  const file = textFile(join(folder, "rootfs"), TEXTS / 2);
  replaceFile(file, text(randomBytes(16).toString("hex")));
  // Nothing else is touched, so that builders which look at times see one change.
  settleFile(file, MADE_AT);
  utimesSync(dirname(file), MADE_AT, MADE_AT);
}

/** The same files in another place, with other times: those of files copied a day later. */
export function copySource(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  settle(to, MADE_AT + DAY);
}

/** How many files, folders and links the tree has. */
export const ENTRIES = PROGRAMS + TEXTS + LAYERS.length;

function textFile(rootfs: string, index: number): string {
  return join(rootfs, "app", `text-${numbered(index)}.txt`);
}

/** Modes and times that depend neither on the caller's umask nor on the clock. */
function settle(folder: string, seconds: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) settle(path, seconds);
    else settleFile(path, seconds);
  }
  chmodSync(folder, 0o755);
  utimesSync(folder, seconds, seconds);
}

function settleFile(path: string, seconds: number): void {
  chmodSync(path, basename(path).startsWith("program") ? 0o755 : 0o644);
  utimesSync(path, seconds, seconds);
}
