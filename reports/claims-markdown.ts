/** The claims in Markdown. What was not measured is folded. */
import type { ClaimResult } from "../bench/claims/result.ts";
import { claimSentence, claimsNote, isMeasured } from "./claims.ts";
import { publishedLine } from "./claims-published.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import type { ReportInput } from "./model.ts";
import { t } from "./text/message.ts";

export function claimLines({ claims }: ReportInput): readonly string[] {
  const measured = claims.results.filter(isMeasured);
  const others = claims.results.filter((result) => !isMeasured(result));
  const note = claimsNote(claims);
  return [
    "",
    `## ${escapeMarkdown(t("claims.heading"))}`,
    "",
    ...measured.flatMap(lines),
    ...(note === undefined ? [] : ["", escapeMarkdown(note)]),
    ...(others.length === 0 ? [] : folded(others)),
  ];
}

function lines(result: ClaimResult): readonly string[] {
  const published = publishedLine(result.published);
  return [
    `- **${result.id}** ${escapeMarkdown(claimSentence(result))}`,
    ...(published === undefined ? [] : [`  - ${escapeMarkdown(published)}`]),
  ];
}

function folded(others: readonly ClaimResult[]): readonly string[] {
  const summary = escapeMarkdown(t("claims.folded", { count: others.length }));
  return [
    "",
    "<details>",
    `<summary>${summary}</summary>`,
    "",
    ...others.flatMap(lines),
    "",
    "</details>",
  ];
}
