/** Commands that GitHub's runner reads from a job's log, and shows beside the pull request. */
import { t } from "../text/message.ts";
import { plain } from "./plain.ts";

/** The annotation of a gate that could not reach a verdict. */
export function errorAnnotation(message: string): string {
  return workflowCommand("error", t("gate.no-verdict"), plain(message));
}

/** `::error title=isotax: TITLE::MESSAGE` */
export function workflowCommand(command: string, title: string, message: string): string {
  return `::${command} title=${escapeProperty(`isotax: ${title}`)}::${escapeMessage(message)}\n`;
}

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
