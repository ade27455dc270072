/**
 * Builds `dist/`: the sources as JavaScript (bundles.js) and the files beside them. It is built once
 * (`npm ci` runs this as `prepare`, `npm pack` as `prepack`), so that nothing needs a compiler while
 * something is measured. A compiler's service would be in our process group, and a Ctrl-C would end
 * it too.
 *
 * This file is JavaScript itself, because it runs before anything is built.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SELF = fileURLToPath(import.meta.url);
const ROOT = join(dirname(SELF), "..");
export const DIST = join(ROOT, "dist");
/** Holds hashes of the sources that `dist/` was built from: of contents, and of how they look. */
const STAMP = join(DIST, "built-from.txt");
const FOLDERS = ["bench", "runners", "reports", "scripts"];
/** Programs of a checkout. No package contains them. */
const OF_CHECKOUT = ["test/self", "test/gate-evaluation"];
const SOURCE = /\.tsx?$/;

/** All files of those folders that exist, relative to the package, sorted. */
function sources(folders) {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap(filesBelow)
    .sort();
}

/** Several times as fast as a recursive readdir of Node 20, for which every start would wait. */
function filesBelow(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** A hash of names, sizes and times. While it is the same, the contents are taken to be. */
function looks(files) {
  const hash = createHash("sha256");
  for (const file of [...files, "package.json"]) {
    const { size, mtimeMs, ino } = statSync(join(ROOT, file));
    hash.update(`${file}\0${size} ${mtimeMs} ${ino}\n`);
  }
  return hash.digest("hex");
}

/**
 * The sha256 of these files and of package.json, which holds the exact versions of what is bundled.
 */
function digest(files) {
  const hash = createHash("sha256");
  for (const file of [...files, "package.json"]) {
    const content = readFileSync(join(ROOT, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * Whether `dist/` was built from these sources. A package has no programs of a checkout, so it does
 * not compare those.
 */
function isFresh() {
  if (!existsSync(STAMP)) return false;
  const [shipped, own, seen] = readFileSync(STAMP, "utf8").split("\n");
  const files = sources(FOLDERS);
  const ownFiles = sources(OF_CHECKOUT);
  const now = looks(files.concat(ownFiles));
  if (seen === now) return true;
  if (shipped !== digest(files)) return false;
  if (ownFiles.length > 0 && own !== digest(ownFiles)) return false;
  rememberLooks(`${shipped}\n${own}\n${now}\n`);
  return true;
}

/** So that the next start need not read the sources. Others' checkouts are left as they are. */
function rememberLooks(stamp) {
  const next = `${STAMP}.${process.pid}.new`;
  try {
    writeFileSync(next, stamp, { flag: "wx" });
    renameSync(next, STAMP);
  } catch {
    rmSync(next, { force: true });
  }
}

/**
 * Builds `dist/` if it is missing or was built from other sources. The build has a process of its
 * own, so the compiler's service ends with it. Returns the signal that ended the build, if one did.
 * Errors: `Error` with what the build printed.
 */
export function ensureBuilt() {
  if (isFresh()) return undefined;
  const { status, signal, stderr, error } = spawnSync(process.execPath, [SELF], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status === 0) return undefined;
  if (signal !== null) return signal;
  throw new Error(error?.message ?? stderr.trim());
}

async function build() {
  const { compileSources } = await import("./bundles.js");
  const files = sources(FOLDERS);
  const ownFiles = sources(OF_CHECKOUT);
  // Before they are read: what is changed meanwhile has other times.
  const seen = looks(files.concat(ownFiles));
  const stamp = `${digest(files)}\n${digest(ownFiles)}\n${seen}\n`;
  const next = join(ROOT, `dist.${process.pid}.new`);
  try {
    await compileSources(
      next,
      files.concat(ownFiles).filter((file) => SOURCE.test(file)),
    );
    for (const file of files.filter((name) => !SOURCE.test(name))) {
      mkdirSync(dirname(join(next, file)), { recursive: true });
      copyFileSync(join(ROOT, file), join(next, file));
    }
    compilePrograms(next);
    writeFileSync(join(next, "built-from.txt"), stamp);
    replaceDist(next);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** What was built compiles them, if there is a compiler. No package contains them. */
function compilePrograms(next) {
  const argv = [join(next, "scripts/compile-programs.js"), join(next, "programs")];
  spawnSync(process.execPath, argv, { stdio: "ignore" });
}

/** Others may build at the same time. The last one stays. */
function replaceDist(next) {
  const old = `${DIST}.${process.pid}.old`;
  for (let tries = 0; ; tries++) {
    try {
      if (existsSync(DIST)) renameSync(DIST, old);
      renameSync(next, DIST);
      return;
    } catch (error) {
      if (tries === 10) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

if (process.argv[1] === SELF) {
  try {
    await build();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
