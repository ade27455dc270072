/**
 * Gates played on rounds that were measured before: each begins where the one before has ended, takes
 * as many rounds as it needs by its own looks, and is compared with what others say of the same ones.
 */
import { seeded } from "../../bench/random.ts";
import type { Row } from "../../bench/stats/analyze.ts";
import { overall } from "../../bench/stats/decide.ts";
import { pairedEvidence } from "../../bench/stats/evidence.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { logRatios } from "../../bench/stats/paired-sides.ts";
import { covers, playGate } from "./gate.ts";
import { RIVALS } from "./rivals.ts";

/** Base and head of one metric, over the same rounds. */
export interface Pair {
  readonly base: Row;
  readonly head: Row;
}

export interface Played {
  readonly verdict: Verdict;
  readonly rounds: number;
  /** Whether the interval that would be told holds the effect of all other rounds, for each metric. */
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
  const played: Played[] = [];
  for (let from = 0; ; ) {
    const gate = playGate(
      logs.map((series) => series.slice(from)),
      margin,
      most,
    );
    if (gate === undefined) return played;
    const { decisions, rounds, intervals } = gate;
    const ownRounds = [from, from + rounds] as const;
    played.push({
      verdict: overall(decisions.map(({ verdict }) => verdict)),
      rounds,
      covers: intervals.map((interval, index) =>
        covers(interval, effectWithout(logs[index] as readonly number[], ownRounds)),
      ),
      rivals: RIVALS.map(({ alarms }) =>
        values.some(({ base, head }) =>
          alarms({ base: base.slice(from, from + rounds), head: head.slice(from, from + rounds) }),
        ),
      ),
    });
    from += rounds;
  }
}

/** The slowdown of all rounds but those of a gate: what it found must not be measured by itself. */
function effectWithout(logs: readonly number[], [from, to]: readonly [number, number]): number {
  return Math.exp(pairedEvidence([...logs.slice(0, from), ...logs.slice(to)]).estimate);
}

/**
 * Shares of regressed and inconclusive among gates whose rounds are drawn from all that were measured.
 * What a slowdown turned out to be is set right first: as a whole, to `effect`, with its scatter as it is.
 */
export function resample(
  pairs: readonly Pair[],
  { margin, most }: Rules,
  effect: number,
  { gates, seed }: { readonly gates: number; readonly seed: number },
): { readonly regressed: number; readonly inconclusive: number } {
  const logs = pairs.map(({ base, head }) => {
    const series = logRatios(head, base);
    const off = pairedEvidence(series).estimate - Math.log1p(effect);
    return series.map((log) => log - off);
  });
  const total = Math.min(...logs.map(({ length }) => length));
  const random = seeded(seed);
  const count = { regressed: 0, inconclusive: 0, improved: 0, pass: 0 };
  for (let i = 0; i < gates; i++) {
    // A round is drawn as a whole: its metrics belong together.
    const drawn = Array.from({ length: most }, () => random.below(total));
    const gate = playGate(
      logs.map((series) => drawn.map((round) => series[round] as number)),
      margin,
      most,
    );
    if (gate !== undefined) count[overall(gate.decisions.map(({ verdict }) => verdict))]++;
  }
  return { regressed: count.regressed / gates, inconclusive: count.inconclusive / gates };
}

/** Shares of alarms of each rival, where each is given so many rounds at a time, and how often that was. */
export function rivalsAlone(
  pairs: readonly Pair[],
  rounds: number,
): { readonly times: number; readonly alarms: readonly number[] } {
  const values = pairs.map(({ base, head }) => commonRounds(base, head));
  const total = Math.min(...values.map(({ base }) => base.length));
  const starts = Array.from({ length: Math.floor(total / rounds) }, (_, index) => index * rounds);
  const alarms = RIVALS.map((rival) => {
    const raised = starts.filter((from) =>
      values.some(({ base, head }) =>
        rival.alarms({
          base: base.slice(from, from + rounds),
          head: head.slice(from, from + rounds),
        }),
      ),
    );
    return raised.length / starts.length;
  });
  return { times: starts.length, alarms };
}

function commonRounds(base: Row, head: Row) {
  const rounds = [...base.rounds.keys()].filter((round) => head.rounds.has(round));
  const of = (row: Row) => rounds.map((round) => row.rounds.get(round) as number);
  return { base: of(base), head: of(head) };
}
