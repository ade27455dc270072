/**
 * Decides the claims from a run folder: data in, data out.
 *
 * Each claim that rests on rounds may be shown in four ways: it holds (all parts say yes), it does
 * not hold (all parts say no), it depends (one part says yes, another says no), or it does not hold
 * for all (one part says no, and of the others nothing is known). The first two need each part at its
 * level (an intersection-union test). The third needs two parts, which are chosen from all, each of
 * which may err to either side, so their level is divided by twice the number of parts (Bonferroni).
 * The fourth needs one part, which may err to one side. Holm's method is applied to the four of all
 * claims together: the chance of one wrong verdict or more is at most `ERROR`.
 * Sources: Berger, Technometrics 24 (1982), for the intersection-union test; Holm: see
 * bench/stats/multiplicity.ts.
 */
import type { Run } from "../schema.ts";
import type { Analysis } from "../stats/analyze.ts";
import { holmLevels } from "../stats/multiplicity.ts";
import type { Claim, Plan } from "./claim.ts";
import { exactVerdict } from "./exact.ts";
import { moreRounds } from "./more-rounds.ts";
import { type Part, type Parts, partsOf } from "./parts.ts";
import { CLAIMS } from "./registry.ts";
import type { ClaimResult, ClaimResults } from "./result.ts";
import { rulesOf } from "./rules.ts";
import { shownPart } from "./shown.ts";
import { chances, pValues, WAYS } from "./ways.ts";

export const ERROR = 0.05;

export function decideClaims(
  run: Run,
  analysis: Analysis,
  claims: readonly Claim[] = CLAIMS,
): ClaimResults {
  const all = claims.map((claim) => ({ claim, parts: partsOf(claim, run, analysis) }));
  const tested = all.filter(({ parts }) => restsOnRounds(parts));
  const p = tested.flatMap(({ parts }) => WAYS.map((way) => pValues(parts)[way]));
  const levels = holmLevels(p, ERROR);
  const results = all.map(({ claim, parts }): ClaimResult => {
    const at = tested.findIndex((one) => one.claim === claim);
    if (at < 0) return resultOf(claim, parts, exactVerdict(parts, isForMachines(claim)), 0);
    const first = at * WAYS.length;
    const shown = WAYS.findIndex((_, way) => (p[first + way] ?? 1) <= (levels[first + way] ?? 0));
    const level = levels[first + Math.max(0, shown)] ?? 0;
    return resultOf(claim, parts, WAYS[shown] ?? "not-shown", level);
  });
  return { results, error: ERROR, tested: tested.length };
}

function isForMachines({ questions }: Claim): boolean {
  return questions.some(
    (question) =>
      question.kind !== "elsewhere" &&
      question.also !== true &&
      question.of.some(({ virtualized }) => virtualized === true),
  );
}

function restsOnRounds({ parts }: Parts): boolean {
  return parts.some(({ finding }) => finding.kind === "rounds");
}

function resultOf(
  claim: Claim,
  from: Parts,
  verdict: ClaimResult["verdict"],
  level: number,
): ClaimResult {
  const { parts, gaps, emulated } = from;
  const { id, says, needs, published, measure } = claim;
  const more = verdict === "not-shown" ? moreRounds(from, level) : undefined;
  return {
    id,
    says,
    verdict,
    parts: parts.map((part) => shownPart(part, levelOfParts(verdict, level, parts))),
    gaps,
    emulated,
    rules: rulesOf(claim),
    published,
    ...(more === undefined ? {} : { moreRounds: more }),
    command: commandOf(id, measure),
    ...(needs === undefined ? {} : { needs }),
  };
}

function commandOf(id: string, { profile }: Plan): string {
  return `isotax run --claims ${id}${profile === undefined ? "" : ` --profile ${profile}`}`;
}

/** The error at which parts are called sure. Without a verdict from rounds, none of them is. */
function levelOfParts(
  verdict: ClaimResult["verdict"],
  level: number,
  parts: readonly Part[],
): number {
  if (verdict === "depends" || verdict === "not-for-all") return level / chances(parts, verdict);
  return verdict === "not-shown" ? 0 : level;
}
