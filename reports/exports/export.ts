import type { Lack, Message } from "../../bench/types.ts";
import type { ReportInput } from "../model.ts";
import type { ExportFormat } from "./formats.ts";

/** A run in the format of another tool. */
export interface Export {
  /** The name by which users ask for it. */
  readonly format: ExportFormat;
  readonly file: string;
  /** Its purpose, in one line. */
  readonly about: Message;
  render(input: ReportInput): string;
  /** A warning if the run has nothing that the other tool would accept; undefined if it has. */
  emptiness?(input: ReportInput): Lack | undefined;
}
