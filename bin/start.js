/**
 * What happens before any source of ours is loaded: Node's version, signals, a build that is not
 * there or not of these sources, and errors that nobody caught.
 *
 * JavaScript that every Node understands, so that an old one can be told from here. Its few words
 * are English: the sentences of other languages (reports/text/) are part of the build.
 */
import { closeSync } from "node:fs";
import { join } from "node:path";
import { isatty } from "node:tty";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Not 1, with which Node ends what fails: that is how a gate says that something got worse. */
const EXIT_FAILED = 2;
const EXIT_INTERRUPTED = 130;
/** A package, not one of our own files: that would be a checkout that is not whole. */
const MISSING = /^(?:Cannot find (?:package '|module '[^./])|The package ")/;
const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** package.json says the same, and docs/decisions.md why. */
const LEAST_NODE = [20, 8];

function tell(message, remedy) {
  process.stderr.write(`error: ${message}\n  -> ${remedy}\n`);
  process.exit(EXIT_FAILED);
}

/** What the command line does not see: it has handlers of its own, which go first once it is loaded. */
async function fail(thrown) {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  // Where it was asked for, by which chain of files, does not help to install it.
  if (MISSING.test(message)) tell(message.split("\n", 1)[0], `run \`npm ci\` in ${ROOT}`);
  let ending;
  try {
    ending = await import(pathToFileURL(join(ROOT, "dist/scripts/enter.js")).href);
  } catch {
    tell(
      `isotax cannot be started: ${message.trim()}`,
      `run \`npm ci\` in ${ROOT}, as a user who may write there`,
    );
  }
  process.exit(ending.failed(thrown));
}

function interrupted() {
  process.stderr.write("interrupted\n");
  process.exit(EXIT_INTERRUPTED);
}

/**
 * At its very end Node puts the terminal's settings back, and aborts if the terminal has been closed.
 * It leaves alone what is no longer open.
 */
function leaveClosedTerminal() {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.once("exit", () => {
    for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor);
  });
}

/** Builds what is not built. What cannot be built is told in a line: a compiler says it for each file. */
function built(ensureBuilt) {
  try {
    return ensureBuilt();
  } catch (error) {
    const [first, second = ""] = String(error.message).split("\n");
    if (MISSING.test(first)) throw error;
    const cause = /^Build failed/.test(first) ? second || first : first;
    tell(
      `isotax has other sources than it was built from, and cannot be built: ${cause.replace(/^error: /, "").trim()}`,
      `run \`npm run prepare\` in ${ROOT}, as a user who may write there`,
    );
  }
}

/** Loads a module of the build, by its path below `dist/`, as the program that runs. */
export async function start(module) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    tell(
      `isotax needs Node.js ${LEAST_NODE.join(".")} or newer; this is ${process.versions.node}`,
      "install a newer Node.js, or put one first in the PATH",
    );
  }
  // Until a command listens itself (scripts/interrupts.ts), there is nothing to close.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, interrupted);
  leaveClosedTerminal();
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    const { DIST, ensureBuilt } = await import("../scripts/build.js");
    if (built(ensureBuilt) !== undefined) interrupted();
    await import(pathToFileURL(join(DIST, module)).href);
  } catch (error) {
    await fail(error);
  }
}
