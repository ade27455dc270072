/** Commands that GitHub's runner reads from a job's log, and shows beside the pull request. */
import type { CellVerdict, Judgement, Verdict } from "../../bench/stats/judgement.ts";
import { t } from "../text/message.ts";
import {
  besidesText,
  cellText,
  findings,
  mediansText,
  notable,
  plain,
  remedyText,
} from "./words.ts";

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
      lines.push(line(command, more, t("gate.summary-has-all")));
    }
    return lines;
  }).join("");
}

/** The annotation of a gate that could not reach a verdict. */
export function errorAnnotation(message: string): string {
  return line("error", t("gate.no-verdict"), plain(message));
}

function annotation(command: string, cell: CellVerdict): string {
  const remedy = remedyText(cell);
  return line(
    command,
    `${t("gate.verdict", { verdict: cell.verdict })}: ${cellText(cell)}`,
    [mediansText(cell), besidesText(cell), ...findings(cell), remedy === "" ? "" : `-> ${remedy}`]
      .filter((one) => one !== "")
      .join("\n"),
  );
}

function line(command: string, title: string, message: string): string {
  return `::${command} title=${escapeProperty(`isotax: ${title}`)}::${escapeMessage(message)}\n`;
}

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
