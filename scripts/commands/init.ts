/** `isotax init`: writes a first configuration into the current folder. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { appendToFile, writeNewFile } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import { t } from "../../reports/text/message.ts";
import { configFile } from "../config-file.ts";
import { type ConfigFormat, firstJson, firstModule } from "../skeleton-config.ts";
import { print, printJson } from "../terminal.ts";

/** Where the package is installed, below the project. */
const SCHEMA = "node_modules/isotax/docs/schema/config.schema.json";
const IGNORED = "/results/";

export async function initCommand({
  format,
  json,
}: {
  readonly format: ConfigFormat;
  readonly json: boolean;
}): Promise<number> {
  const existing = configFile();
  if (existing !== undefined) {
    throw new IsotaxError(
      "CONFIG_EXISTS",
      say("init.exists", { file: existing }),
      say("init.change-it"),
    );
  }
  const file = resolve(`isotax.config.${format}`);
  writeNewFile(file, format === "json" ? firstJson(schemaPath()) : firstModule(isImportable()));
  const ignored = ignoreResults();
  if (json) await printJson({ file, ignored });
  else await print(t("init.written", { file, ignored }));
  return 0;
}

function schemaPath(): string | undefined {
  return existsSync(SCHEMA) ? `./${SCHEMA}` : undefined;
}

/** Whether a configuration in this folder finds the package `isotax`. With npx alone it does not. */
function isImportable(): boolean {
  try {
    createRequire(join(process.cwd(), "any.js")).resolve("isotax");
    return true;
  } catch {
    return false;
  }
}

/** In a project of git, run folders are not to be committed. Returns whether a line was added. */
function ignoreResults(): boolean {
  const file = ".gitignore";
  if (!existsSync(file) && !existsSync(".git")) return false;
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (/^\/?results(?:\/\**)?\s*$/m.test(text)) return false;
  appendToFile(file, `${text === "" || text.endsWith("\n") ? "" : "\n"}${IGNORED}\n`);
  return true;
}
