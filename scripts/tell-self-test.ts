/** The table of the trials of a gate's self-test. */
import pc from "picocolors";
import { isAsExpected, METRIC, type PlayedSelfTest } from "../bench/campaign/gate/self-test.ts";
import { terminalTable } from "../reports/table.ts";
import { textOf } from "../reports/text/message.ts";

const MADE_UP = "fake: made-up times, so this says nothing of the gate on this machine.";

export function selfTestText({ trials, madeUp, out }: PlayedSelfTest): string {
  const table = terminalTable(["trial", "has to be", "verdict", METRIC, "rounds", "time", ""]);
  for (const trial of trials) {
    const { what, expected, judgement } = trial;
    const cell = judgement.cells.find(({ metric }) => metric === METRIC);
    const slowdown = cell?.effect?.slowdown;
    table.push([
      textOf(what),
      expected[0] ?? "",
      judgement.verdict,
      slowdown === undefined ? "" : `${((slowdown - 1) * 100).toFixed(1)}%`,
      String(judgement.rounds),
      `${((judgement.wallMs ?? 0) / 1000).toFixed(0)} s`,
      isAsExpected(trial) ? pc.green("as it has to be") : pc.red("WRONG"),
    ]);
  }
  const wrong = trials.filter((trial) => !isAsExpected(trial)).length;
  const said =
    wrong === 0
      ? "The gate can be trusted here: it passes where nothing changed, and sees what did."
      : `${wrong} of ${trials.length} trials came out wrong: on this machine the gate needs more time (--budget, --rounds), or less other work.`;
  const told = madeUp ? MADE_UP : said;
  return `${table.toString()}\n${told}\nFolders: ${out}\n`;
}
