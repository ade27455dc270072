/**
 * Gates played on rounds that were measured before: each begins where the one before has ended, takes
 * as many rounds as it needs by its own looks, and is compared with what others say of the same ones.
 */
import type { Row } from "../../bench/stats/analyze.ts";
import { decide, ERRORS, overall, type Question } from "../../bench/stats/decide.ts";
import { pairedEvidence } from "../../bench/stats/evidence.ts";
import { logRatios } from "../../bench/stats/interleaved.ts";
import { effectOf } from "../../bench/stats/judge.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { looksUpTo, shareOf } from "../../bench/stats/looks.ts";
import { fewestRounds } from "../../bench/stats/power.ts";
import { RIVALS } from "./rivals.ts";

/** Base and head of one metric, over the same rounds. */
export interface Pair {
  readonly base: Row;
  readonly head: Row;
}

export interface Played {
  readonly verdict: Verdict;
  readonly rounds: number;
  /** Whether the interval that would be told holds the whole run's effect, for each metric. */
  readonly covers: readonly boolean[];
  /** By rival: whether it would have raised the alarm, on any metric. */
  readonly rivals: readonly boolean[];
}

export interface Rules {
  /** As a share. */
  readonly margin: number;
  /** Rounds of a gate at most. */
  readonly most: number;
}

/** Plays gates on all rounds of the pairs; a last one that the rounds do not suffice for is left out. */
export function play(pairs: readonly Pair[], { margin, most }: Rules): Played[] {
  const logs = pairs.map(({ base, head }) => logRatios(head, base));
  const values = pairs.map(({ base, head }) => commonRounds(base, head));
  const truth = logs.map((series) => pairedEvidence(series).estimate);
  const total = Math.min(...logs.map(({ length }) => length));
  const looks = looksUpTo(most, (k) => fewestRounds(shareOf(ERRORS.alpha, k) / pairs.length));
  const played: Played[] = [];
  for (let from = 0; ; ) {
    const questions = logs.map(
      (series): Question => ({
        margin: Math.log1p(margin),
        after: (rounds) => pairedEvidence(series.slice(from, from + rounds)),
      }),
    );
    const rounds = looks.find((look, index) => {
      if (from + look > total) return true;
      const decisions = decide(questions, looks.slice(0, index + 1), looks.length);
      return decisions.every(({ verdict }) => verdict !== "inconclusive");
    });
    const used = rounds ?? most;
    if (from + used > total) return played;
    const taken = looks.filter((look) => look <= used);
    const decisions = decide(questions, taken, looks.length);
    played.push({
      verdict: overall(decisions.map(({ verdict }) => verdict)),
      rounds: used,
      covers: questions.map(({ after }, index) => {
        const evidence = after(decisions[index]?.rounds ?? used);
        const interval = evidence && effectOf(evidence, true).interval;
        const factor = Math.exp(truth[index] as number);
        return interval !== undefined && interval.low <= factor && factor <= interval.high;
      }),
      rivals: RIVALS.map(({ alarms }) =>
        values.some(({ base, head }) =>
          alarms({ base: base.slice(from, from + used), head: head.slice(from, from + used) }),
        ),
      ),
    });
    from += used;
  }
}

function commonRounds(base: Row, head: Row) {
  const rounds = [...base.rounds.keys()].filter((round) => head.rounds.has(round));
  const of = (row: Row) => rounds.map((round) => row.rounds.get(round) as number);
  return { base: of(base), head: of(head) };
}
