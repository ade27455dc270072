import type { Judgement } from "../../bench/stats/judgement.ts";

export interface GateOptions {
  /** What a cell is about which nothing could be shown: a failure, or something that was skipped. */
  readonly inconclusive?: "fail" | "pass" | undefined;
}

/** One file that a judgement is written to. */
export interface GateFormat {
  readonly file: string;
  render(judgement: Judgement, options?: GateOptions): string;
}
