import { join } from "node:path";
import type { Judgement } from "../bench/stats/judgement.ts";
import { GateFileSchema } from "../bench/stats/judgement-schema.ts";
import { readRun, replaceFile } from "../bench/store.ts";
import { parseJson, readText } from "../bench/untrusted.ts";
import { gateJson } from "../reports/gate/json.ts";
import { REPORTS } from "../reports/index.ts";
import { type ReportInput, reportInput } from "../reports/model.ts";

/** Makes everything derived from a run folder, from what stands in it and nothing else. */
export async function writeReports(folder: string): Promise<ReportInput> {
  const { run, records } = readRun(folder);
  const judgement = judgementIn(folder, run.runId);
  const input: ReportInput = {
    ...reportInput(run, records),
    ...(judgement === undefined ? {} : { judgement }),
  };
  for (const report of REPORTS) {
    replaceFile(join(folder, report.file), await report.render(input));
  }
  return input;
}

const MOST_BYTES = 64 * 2 ** 20;

/**
 * What a gate wrote here of this run. It is derived as well: one that cannot be read, or was copied
 * here from another run, is no reason to have no report.
 */
function judgementIn(folder: string, runId: string): Judgement | undefined {
  try {
    const text = readText(join(folder, gateJson.file), MOST_BYTES);
    const { $schema, ...judgement } = GateFileSchema.parse(parseJson(text));
    return judgement.runId === runId ? judgement : undefined;
  } catch {
    return undefined;
  }
}
