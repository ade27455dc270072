/** Finds the package's files, both when it runs from its sources and when it runs as built. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, parse } from "node:path";
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

/**
 * What the files of a folder export by this name, in the files' order. Each has the id that its file
 * is named by. Errors: `Error` if one has not.
 */
export async function foundIn<T extends { readonly id: string }>(
  folder: URL,
  name: string,
): Promise<readonly T[]> {
  const files = readdirSync(folder).filter(isModule).sort();
  return Promise.all(
    files.map(async (file) => {
      const exported = (await import(new URL(file, folder).href)) as Readonly<Record<string, T>>;
      const found = exported[name];
      if (found?.id === parse(file).name) return found;
      throw new Error(`${folder.pathname}${file} exports the ${name} "${found?.id}"`);
    }),
  );
}
