/** The language that a configuration names, for commands that need nothing else of it. */
import { parseJson, readText } from "../bench/untrusted.ts";
import { configFile, MOST_BYTES } from "./config-file.ts";
import { useConfiguredLanguages } from "./language.ts";

/**
 * Speaks what the named configuration says, or that of the current folder. The latter only if it is
 * data: whoever looks at runs in somebody's folder does not mean to execute a program there.
 */
export async function useLanguageOf(named?: string, folder?: string): Promise<void> {
  if (named === undefined) await useConfiguredLanguages(await languageOfData(folder));
  else await (await import("./read-config.ts")).readConfig(named);
}

/** A mistake in it is none of these commands: those that use the rest name it. */
async function languageOfData(folder?: string) {
  const path = configFile(undefined, folder);
  if (path === undefined || !path.endsWith(".json")) return undefined;
  const { ConfigSchema } = await import("./config.ts");
  try {
    const config = parseJson(readText(path, MOST_BYTES));
    const named = typeof config === "object" && config !== null && "lang" in config && config.lang;
    return ConfigSchema.shape.lang.safeParse(named).data;
  } catch {
    return undefined;
  }
}
