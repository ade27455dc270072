import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RecordSchema, RunSchema } from "../../bench/schema.ts";
import { schemaFiles } from "../../scripts/schema-files.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { ROOT } from "../support.ts";

describe("the published JSON Schemas", () => {
  for (const [name, text] of schemaFiles()) {
    it(`${name} is what \`npm run schemas\` makes`, () => {
      expect(readFileSync(join(ROOT, "docs/schema", name), "utf8")).toBe(text);
    });
  }

  it("describe what is written", () => {
    expect(RunSchema.safeParse(exampleRun()).success).toBe(true);
    for (const record of exampleRecords())
      expect(RecordSchema.safeParse(record).success).toBe(true);
  });
});
