import type { Judgement } from "../../bench/stats/judgement.ts";
import { spoken } from "../spoken.ts";
import type { GateFormat } from "./format.ts";

/** The file of the JSON Schema, which is made from `GateFileSchema`. Its name holds no version. */
export const GATE_SCHEMA_FILE = "gate.schema.json";

/** The judgement for programs: `Judgement` in bench/stats/judgement.ts. */
export const gateJson: GateFormat = {
  file: "gate.json",
  render: (judgement) => {
    const file = { $schema: GATE_SCHEMA_FILE, ...spokenJudgement(judgement) };
    return `${JSON.stringify(file, null, 2)}\n`;
  },
};

/** The judgement with the sentence of each message beside its code, because people read it too. */
export function spokenJudgement(judgement: Judgement): Judgement {
  return spoken(judgement) as Judgement;
}
