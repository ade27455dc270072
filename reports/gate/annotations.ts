/** A judgement beside the pull request: a command to GitHub's runner for each cell. */
import type { CellVerdict, Judgement, Verdict } from "../../bench/stats/judgement.ts";
import { t } from "../text/message.ts";
import { besidesText, cellText, findings, mediansText, notable, remedyText } from "./words.ts";
import { workflowCommand } from "./workflow-command.ts";

const COMMANDS: readonly (readonly [verdict: Verdict, command: string])[] = [
  ["regressed", "error"],
  ["inconclusive", "warning"],
  ["improved", "notice"],
];

/** GitHub shows at most this many of each kind for a step, and drops the others silently. */
const MOST = 10;

/** One line for each gated cell whose verdict is not `pass`; empty if there is none. */
export function annotations(judgement: Judgement): string {
  const cells = notable(judgement);
  return COMMANDS.flatMap(([verdict, command]) => {
    const those = cells.filter((cell) => cell.verdict === verdict);
    // The last line counts the cells that are not shown.
    const shown = those.length > MOST ? those.slice(0, MOST - 1) : those;
    const rest = those.length - shown.length;
    const lines = shown.map((cell) => annotation(command, cell));
    if (rest > 0) {
      const more = t("gate.more-of-verdict", { count: rest, verdict });
      lines.push(workflowCommand(command, more, t("gate.summary-has-all")));
    }
    return lines;
  }).join("");
}

function annotation(command: string, cell: CellVerdict): string {
  const remedy = remedyText(cell);
  return workflowCommand(
    command,
    `${t("gate.verdict", { verdict: cell.verdict })}: ${cellText(cell)}`,
    [mediansText(cell), besidesText(cell), ...findings(cell), remedy === "" ? "" : `-> ${remedy}`]
      .filter((one) => one !== "")
      .join("\n"),
  );
}
