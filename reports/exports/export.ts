import type { ReportInput } from "../model.ts";

/** A run in the format of another tool. */
export interface Export {
  /** What it is asked for by. */
  readonly format: string;
  readonly file: string;
  /** What it is for, in a line. */
  readonly about: string;
  render(input: ReportInput): string;
}
