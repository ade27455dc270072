/**
 * Fills the cache by a run, and gives each lane but the first a copy: nothing can be downloaded
 * from inside a lane's network.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { cacheFolder } from "../../runners/host/paths.ts";
import { chooseLanes } from "./lanes.ts";
import { RUN } from "./trial.ts";

const COPIES = chooseLanes().flatMap(({ caches }) => caches ?? []);

/** What is there of them, and ours to remove. */
const made: string[] = [];

/** Folders of the cache that no run reads: those of runs, and the hosts of `npm run test:nested`. */
const NOT_COPIED = ["work", "nested-hosts"];

export function setup(): void {
  const folder = mkdtempSync(join(tmpdir(), "isotax-faults-"));
  try {
    program([...RUN, "--out", join(folder, "fills")]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    for (const caches of COPIES) copyCache(caches);
  } catch (error) {
    teardown();
    throw error;
  }
}

export function teardown(): void {
  for (const caches of made) rmSync(caches, { recursive: true, force: true });
}

function copyCache(to: string): void {
  const copy = join(to, basename(cacheFolder()));
  mkdirSync(to, { mode: 0o700 });
  made.push(to);
  mkdirSync(copy, { mode: 0o700 });
  const names = readdirSync(cacheFolder()).filter((name) => !NOT_COPIED.includes(name));
  const paths = names.map((name) => join(cacheFolder(), name));
  program(["cp", "--archive", "--reflink=auto", "--sparse=always", "--", ...paths, copy]);
}

function program([file = "", ...args]: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} failed\n${stdout}${stderr}`, { cause: error });
}
