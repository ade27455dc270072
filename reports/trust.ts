/** How far a run's figures can be trusted, in words. */
import { type Code, say } from "../bench/messages.ts";
import { NARROW, type Trust } from "../bench/stats/trust.ts";
import type { Message } from "../bench/types.ts";
import { percent } from "./text/figures.ts";

/** A sentence: the level, and what keeps it from a higher one. */
export function trustVerdict(trust: Trust): Message {
  const { limit, rounds, roundsNeeded } = trust;
  if (limit === undefined) return trustLevel(trust);
  const limits = {
    rounds,
    needed: roundsNeeded,
    spread: spreadText(trust),
    narrow: percent(NARROW),
  };
  const why = say(`answers.limit-${limit}` satisfies Code, limits);
  return say("answers.level", { level: levelOf(trust), limit: why });
}

/** The same sentence, without what keeps it from a higher level. */
export function trustLevel(trust: Trust): Message {
  return say("answers.level", { level: levelOf(trust), limit: "" });
}

function levelOf({ level }: Trust): Message {
  return say(`answers.level-${level}` satisfies Code);
}

/** What the verdict rests on, without what the verdict itself says. */
export function trustEvidence(trust: Trust): Message {
  const { limit, rounds, cells, warnedCells, host, failed, unreached } = trust;
  return say("answers.evidence", {
    rounds: limit === "rounds" ? 0 : rounds,
    spread: limit === "spread" ? "" : spreadText(trust),
    cells,
    warned: warnedCells,
    host: host.map((trouble) => say(`answers.host-${trouble}` satisfies Code)),
    failed,
    unreached,
  });
}

/** Empty where no figure has an interval. What is too wide never reads as just wide enough. */
function spreadText({ spread, limit }: Trust): string {
  if (spread === undefined) return "";
  const text = percent(spread);
  return limit === "spread" && text === percent(NARROW) ? percent(spread, 2) : text;
}
