/** Finds the package's files, both when it runs from its sources and when it runs as built. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = packageFolder(dirname(fileURLToPath(import.meta.url)));

function packageFolder(from: string): string {
  return existsSync(join(from, "package.json")) ? from : packageFolder(dirname(from));
}

/** Path of a file that scripts/build.js makes, and that is not beside its sources. */
export function built(
  name:
    | "reports/html/client.js"
    | "reports/html/gate-client.js"
    | "reports/site/client.js"
    | "bench/payload/payload.mjs",
): string {
  return join(ROOT, "dist", name);
}

/** Whether a file is a module of ours: a source, or the build of one. */
export function isModule(name: string): boolean {
  return /\.[jt]s$/.test(name);
}
