/** What `--claims` means: the workloads, targets and rounds that decide these claims. */
import type { Claim } from "../bench/claims/claim.ts";
import { type ClaimPlan, planOf } from "../bench/claims/plan.ts";
import { CLAIMS } from "../bench/claims/registry.ts";
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { nearTo } from "../bench/names.ts";

/** `list`: ids, or true for all. Errors: `NO_CLAIM`, `UNKNOWN_CLAIM`. */
export function chooseClaims(list: string | true): ClaimPlan {
  const chosen = list === true ? CLAIMS : named(list);
  return planOf(chosen);
}

function named(list: string): readonly Claim[] {
  const words = list
    .split(",")
    .map((word) => word.trim().toUpperCase())
    .filter((word) => word !== "");
  const known = CLAIMS.map(({ id, says }) => say("choices.claim", { id, says }));
  const remedy = say("choices.known-claims", { claims: known });
  if (words.length === 0) throw new IsotaxError("NO_CLAIM", say("choices.no-claim"), remedy);
  const ids = CLAIMS.map(({ id }) => id);
  for (const word of words) {
    const claim = CLAIMS.find(({ id }) => id === word);
    if (claim === undefined) {
      const near = nearTo(word, ids);
      throw new IsotaxError(
        "UNKNOWN_CLAIM",
        say("choices.unknown-claim", { claim: word.slice(0, 100), near }),
        remedy,
      );
    }
  }
  return CLAIMS.filter(({ id }) => words.includes(id));
}
