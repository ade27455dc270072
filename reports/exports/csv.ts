import { say } from "../../bench/messages.ts";
import { summaryTable } from "../csv.ts";
import type { Export } from "./export.ts";

/** For spreadsheets and scripts: the table that lies beside the samples, of any run folder. */
export const csv: Export = {
  format: "csv",
  file: "summary.csv",
  about: say("exports.csv"),
  render: summaryTable,
};
