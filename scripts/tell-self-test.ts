/** The table of the trials of a gate's self-test. */
import pc from "picocolors";
import { isAsExpected, METRIC, type PlayedSelfTest } from "../bench/campaign/gate/self-test.ts";
import { terminalTable } from "../reports/table.ts";
import { t, textOf } from "../reports/text/message.ts";

export function selfTestText({ trials, madeUp, out }: PlayedSelfTest): string {
  const table = terminalTable([
    t("terminal.column-trial"),
    t("terminal.column-expected"),
    t("terminal.column-verdict"),
    METRIC,
    t("terminal.column-rounds"),
    t("terminal.column-time"),
    "",
  ]);
  for (const trial of trials) {
    const { what, expected, judgement } = trial;
    const [wanted] = expected;
    const cell = judgement.cells.find(({ metric }) => metric === METRIC);
    const slowdown = cell?.effect?.slowdown;
    table.push([
      textOf(what),
      wanted === undefined ? "" : t("terminal.verdict", { verdict: wanted }),
      t("terminal.verdict", { verdict: judgement.verdict }),
      slowdown === undefined ? "" : t("terminal.slower-by", { share: slowdown - 1 }),
      String(judgement.rounds),
      t("terminal.trial-took", { ms: judgement.wallMs ?? 0 }),
      isAsExpected(trial)
        ? pc.green(t("terminal.as-expected"))
        : pc.red(t("terminal.not-as-expected")),
    ]);
  }
  const told = madeUp ? t("terminal.made-up") : conclusion(trials);
  return `${table.toString()}\n${told}\n${t("terminal.folders", { folder: out })}\n`;
}

function conclusion(trials: PlayedSelfTest["trials"]): string {
  const wrong = trials.filter((trial) => !isAsExpected(trial)).length;
  return wrong === 0
    ? t("terminal.gate-works")
    : t("terminal.gate-fails", { wrong, trials: trials.length });
}
