import type { GateFormat } from "./format.ts";

/** The file of the JSON Schema, which is made from `GateFileSchema`. Its name holds no version. */
export const GATE_SCHEMA_FILE = "gate.schema.json";

/** The judgement as it is, for programs: `Judgement` in bench/stats/judgement.ts. */
export const gateJson: GateFormat = {
  file: "gate.json",
  render: (judgement) =>
    `${JSON.stringify({ $schema: GATE_SCHEMA_FILE, ...judgement }, null, 2)}\n`,
};
