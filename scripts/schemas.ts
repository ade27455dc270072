/** `npm run schemas`: the JSON Schemas of a run folder's files, from the zod schemas. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder, replaceFile } from "../bench/files.ts";
import { enter } from "./enter.ts";
import { schemaFiles } from "./schema-files.ts";
import { scriptOptions } from "./script-options.ts";

const FOLDER = fileURLToPath(new URL("../docs/schema/", import.meta.url));

const HELP = `
Usage: npm run schemas
Writes the JSON Schemas of a run folder's files into docs/schema/.
`;

await enter(async () => {
  if ((await scriptOptions(HELP, {})) === undefined) return 0;
  makeFolder(FOLDER);
  for (const [name, text] of schemaFiles()) replaceFile(join(FOLDER, name), text);
  return 0;
});
