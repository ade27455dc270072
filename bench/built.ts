/** Where the package lies, whether this runs from its sources or as it was built. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = packageFolder(dirname(fileURLToPath(import.meta.url)));

function packageFolder(from: string): string {
  return existsSync(join(from, "package.json")) ? from : packageFolder(dirname(from));
}

/** Path of a file that scripts/build.js makes, and that does not lie beside its sources. */
export function built(name: "reports/html/client.js" | "bench/payload/payload.mjs"): string {
  return join(ROOT, "dist", name);
}

/** Whether a file of a folder is a module of ours: a source, or what was built of one. */
export function isModule(name: string): boolean {
  return /\.[jt]s$/.test(name);
}
