/** `isotax show`: a run on the terminal. It writes nothing. */
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { nearTo } from "../../bench/names.ts";
import { readRun } from "../../bench/store.ts";
import { summaryJson } from "../../reports/json.ts";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { terminalTables } from "../../reports/terminal-tables.ts";
import { runFolder } from "../find-run.ts";
import { runJson, summaryText } from "../tell-run.ts";
import { print, printData, printJson } from "../terminal.ts";

interface ShowFlags {
  readonly all: boolean;
  readonly workload?: string;
  readonly json: boolean;
}

export async function showCommand(name: string | undefined, flags: ShowFlags): Promise<number> {
  const folder = runFolder(name);
  const { run, records } = readRun(folder);
  const whole = reportInput(run, records);
  const { all, workload, json } = flags;
  const input = workload === undefined ? whole : withOnly(whole, workload.split(","));
  if (all || workload !== undefined) {
    if (json) await printData(String(summaryJson.render(input)));
    else await print(terminalTables(input));
  } else if (json) await printJson(runJson(folder, input), 2);
  else await print(summaryText(folder, input));
  return 0;
}

/** The same run, as if it had only these workloads. What is said of the run as a whole is left out. */
function withOnly(input: ReportInput, wanted: readonly string[]): ReportInput {
  const { analysis } = input;
  const known = analysis.workloads.map(({ id }) => id);
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new IsotaxError(
      "UNKNOWN_WORKLOAD",
      say("choices.unknown-workload", { workload: unknown, near: nearTo(unknown, known) }),
      say("choices.workloads-of-run", { workloads: known }),
    );
  }
  const of = <T extends { readonly workload: string }>(all: readonly T[]) =>
    all.filter(({ workload }) => wanted.includes(workload));
  return {
    ...input,
    analysis: {
      ...analysis,
      workloads: analysis.workloads.filter(({ id }) => wanted.includes(id)),
      rows: of(analysis.rows),
      checks: of(analysis.checks),
      notMeasured: of(analysis.notMeasured),
      warnings: [],
    },
  };
}
