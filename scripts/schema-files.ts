import { z } from "zod";
import { RecordSchema, RunSchema } from "../bench/schema.ts";
import { GateFileSchema } from "../bench/stats/judgement-schema.ts";
import { ConfigSchema } from "./config.ts";

/** File name and content of every published JSON Schema. */
export function schemaFiles(): readonly (readonly [name: string, text: string])[] {
  const schemas = {
    run: RunSchema,
    record: RecordSchema,
    gate: GateFileSchema,
    config: ConfigSchema,
  };
  return Object.entries(schemas).map(([name, schema]) => [
    `${name}.schema.json`,
    `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`,
  ]);
}
