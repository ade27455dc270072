import type { Judgement } from "../../bench/stats/judgement.ts";

export interface GateOptions {
  /** Whether a test whose cell is inconclusive counts as failed, or as skipped. */
  readonly inconclusive?: "fail" | "pass" | undefined;
}

/** One file that a judgement is written to. */
export interface GateFormat {
  readonly file: string;
  render(judgement: Judgement, options?: GateOptions): string;
}
