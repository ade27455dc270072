/**
 * Builds `dist/`: every source as JavaScript in the same place below it, the files beside the
 * sources, the scripts of pages and the payload as one file each. It is built once (`npm ci` runs
 * this as `prepare`, `npm pack` as `prepack`), so that nothing needs a compiler while something is
 * measured. A compiler's service would be in our process group, and a Ctrl-C would end it too.
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
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SELF = fileURLToPath(import.meta.url);
const ROOT = join(dirname(SELF), "..");
export const DIST = join(ROOT, "dist");
/** Holds the hashes of the sources that `dist/` was built from. */
const STAMP = join(DIST, "built-from.txt");
const FOLDERS = ["bench", "runners", "reports", "scripts"];
/** Programs of a checkout. No package contains them. */
const OF_CHECKOUT = ["test/self", "test/gate-evaluation"];
const SOURCE = /\.tsx?$/;
/** The pages' scripts run in a browser, so they are bundled instead: one for each kind of page. */
const CLIENTS = ["reports/html/client/", "reports/site/client/"];
const CLIENT_SCRIPTS = {
  "reports/html/client/main.ts": "reports/html/client.js",
  "reports/html/client/gate.ts": "reports/html/gate-client.js",
  "reports/site/client/main.ts": "reports/site/client.js",
};

/** All files of those folders that exist, relative to the package, sorted. */
function sources(folders) {
  const there = folders.filter((folder) => existsSync(join(ROOT, folder)));
  return there
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length + 1)),
    )
    .sort();
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
  const [shipped, own] = readFileSync(STAMP, "utf8").split("\n");
  const ownFiles = sources(OF_CHECKOUT);
  return (
    shipped === digest(sources(FOLDERS)) && (ownFiles.length === 0 || own === digest(ownFiles))
  );
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
  const { build: bundle } = await import("esbuild");
  const files = sources(FOLDERS);
  const ownFiles = sources(OF_CHECKOUT);
  const stamp = `${digest(files)}\n${digest(ownFiles)}\n`;
  const next = join(ROOT, `dist.${process.pid}.new`);
  const shared = { absWorkingDir: ROOT, bundle: true, legalComments: "none", logLevel: "silent" };
  try {
    await bundle({
      ...shared,
      entryPoints: files.concat(ownFiles).filter((file) => SOURCE.test(file) && !isOfClient(file)),
      outdir: next,
      outbase: ".",
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
      sourcemap: "linked",
      sourcesContent: false,
      plugins: [{ name: "one file each", setup: keepApart }],
    });
    for (const [entry, script] of Object.entries(CLIENT_SCRIPTS)) {
      await bundle({
        ...shared,
        entryPoints: [entry],
        outfile: join(next, script),
        minify: true,
        format: "iife",
        target: "es2020",
      });
    }
    await bundle({
      ...shared,
      entryPoints: ["bench/payload/main.ts"],
      outfile: join(next, "bench/payload/payload.mjs"),
      platform: "node",
      target: "node20",
      format: "esm",
      // Bundled CommonJS modules call `require`, which ESM lacks.
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
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

function isOfClient(file) {
  return CLIENTS.some((client) => file.startsWith(client));
}

/** Keeps imports of our own modules, with another file ending. */
function keepApart({ onResolve }) {
  onResolve({ filter: /^\.{1,2}\/.*\.tsx?$/ }, ({ path, kind }) =>
    kind === "entry-point" ? undefined : { path: path.replace(SOURCE, ".js"), external: true },
  );
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
