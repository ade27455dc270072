/** The verdicts of a gate, as tables and sentences show them. Files keep their ids. */
import type { Verdict } from "../../../../bench/stats/judgement.ts";

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: "통과",
  improved: "개선",
  regressed: "회귀",
  inconclusive: "판정 불가",
};
