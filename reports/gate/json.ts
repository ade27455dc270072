import type { GateFormat } from "./format.ts";

/** Where the schema lies, which is made of `GateFileSchema`; it names no version of isotax. */
export const GATE_SCHEMA_FILE = "gate.schema.json";

/** The judgement as it is, for programs: `Judgement` in bench/stats/judgement.ts. */
export const gateJson: GateFormat = {
  file: "gate.json",
  render: (judgement) =>
    `${JSON.stringify({ $schema: GATE_SCHEMA_FILE, ...judgement }, null, 2)}\n`,
};
