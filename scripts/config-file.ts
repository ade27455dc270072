/**
 * Where a configuration is. What reads one is loaded only where there is one: every command would
 * wait for it.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

export const MOST_BYTES = 2 ** 20;

export const CONFIG_NAMES = ["ts", "mts", "js", "mjs", "json"].map(
  (extension) => `isotax.config.${extension}`,
);

/** The path of the named configuration, or of the current folder's; undefined if there is none. */
export function configFile(named?: string, folder = "."): string | undefined {
  const file = named ?? CONFIG_NAMES.find((name) => existsSync(join(folder, name)));
  return file === undefined ? undefined : resolve(folder, file);
}
