import type { ReportInput } from "../model.ts";

/** A run in the format of another tool. */
export interface Export {
  /** What it is asked for by. */
  readonly format: string;
  readonly file: string;
  /** What it is for, in a line. */
  readonly about: string;
  render(input: ReportInput): string;
  /** What is to be said where a run has nothing that the reader would take; undefined where it has. */
  emptiness?(input: ReportInput): string | undefined;
}
