/** The claims as a table in docs/claims.md. */
import type { Claim, Question, TargetPick } from "../bench/claims/claim.ts";
import { rulesOf } from "../bench/claims/rules.ts";
import { ruleText } from "../reports/claims-figures.ts";
import { textOf } from "../reports/text/message.ts";
import { cell, withList } from "./catalogue-text.ts";

/** Replaces the table in the page. Errors: the page lacks its marks. */
export function withClaimList(page: string, claims: readonly Claim[]): string {
  const rows = claims.map((claim) => {
    const { id, says, questions } = claim;
    const decides = askedText(questions);
    const rules = rulesOf(claim).map((rule) => textOf(ruleText(rule)));
    return `| ${id} | ${cell(textOf(says))} | ${cell(decides)} | ${cell(rules.join("; "))} |`;
  });
  const head = ["| | claim | what decides it | it holds if |", "| --- | --- | --- | --- |"];
  return withList(page, "claims", head.concat(rows));
}

/** What is asked, by what it is asked of. */
function askedText(questions: readonly Question[]): string {
  const groups = new Map<string, string[]>();
  for (const question of questions) {
    const of = question.kind === "elsewhere" ? "" : question.of.map(pickText).join(", else ");
    groups.set(of, [...(groups.get(of) ?? []), textOf(question.about)]);
  }
  return [...groups]
    .map(([of, about]) => (of === "" ? about.join(", ") : `${of}: ${about.join(", ")}`))
    .join("; ");
}

function pickText({ ids, kinds, virtualized }: TargetPick): string {
  if (ids !== undefined) return ids.map((id) => `\`${id}\``).join(", ");
  if (virtualized === true) return "machines";
  return `any ${(kinds ?? []).join(" or ")}`;
}
