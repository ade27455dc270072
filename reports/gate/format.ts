import type { Judgement } from "../../bench/stats/judgement.ts";

/** One file that a judgement is written to. */
export interface GateFormat {
  readonly file: string;
  render(judgement: Judgement): string;
}
