/** `npm run schemas`: the JSON Schemas of a run folder's files, from the zod schemas. */
import { mkdirSync, writeFileSync } from "node:fs";
import { schemaFiles } from "./schema-files.ts";
import { script } from "./script.ts";

const FOLDER = new URL("../docs/schema/", import.meta.url);

script("schemas", "Writes the JSON Schemas of a run folder's files into docs/schema/.").parse();

mkdirSync(FOLDER, { recursive: true });
for (const [name, text] of schemaFiles()) writeFileSync(new URL(name, FOLDER), text);
