/** The rules of a claim: on which side of its bound each figure must be. */
import type { Claim } from "./claim.ts";
import type { Rule } from "./result.ts";

/** Each rule once. */
export function rulesOf({ questions }: Claim): readonly Rule[] {
  const rules = questions.flatMap((question): Rule[] => {
    if (!("bound" in question)) return [];
    const { kind, is, bound } = question;
    return [{ kind, is, bound }];
  });
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}
