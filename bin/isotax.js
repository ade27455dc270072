#!/usr/bin/env node
/**
 * The sources are TypeScript and are shipped as they are: tsx loads them, and a configuration that
 * is TypeScript. Until it has, nothing but Node is there, so what fails by then is told here.
 */
import { fileURLToPath } from "node:url";

/** Not 1, with which Node ends what fails: that is how a gate says that something got worse. */
const EXIT_FAILED = 2;
/** A package, not one of our own files: that would be a checkout that is not whole. */
const MISSING = /^(?:Cannot find (?:package '|module '[^./])|The package ")/;

function fail(thrown) {
  const { message, stack } = thrown instanceof Error ? thrown : { message: String(thrown) };
  const missing = MISSING.test(message);
  // Where it was asked for, by which chain of files, does not help to install it.
  process.stderr.write(`error: ${missing ? message.split("\n", 1)[0] : message}\n`);
  const remedy = `run \`npm ci\` in ${fileURLToPath(new URL("..", import.meta.url))}`;
  process.stderr.write(missing ? `  -> ${remedy}\n` : `${stack ?? ""}\n`);
  process.exit(EXIT_FAILED);
}

// The command line has its own, which go first once it is loaded.
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

try {
  await import("tsx");
  await import("../scripts/cli.ts");
} catch (error) {
  fail(error);
}
