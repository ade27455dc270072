/**
 * What other tools would say of single values of two sides, by the rules that they document. Their
 * own code is not run: a permutation test is replaced by Welch's, with which it agrees for hundreds
 * of values. Sources: tools/ab_test.py of Firecracker (p < 0.01 and a change of 20%), the manual of
 * golang.org/x/perf/cmd/benchstat (Mann-Whitney, p < 0.05), Schuirmann (1987) on two one-sided
 * tests, and the documentation of Apache Otava (a t test at each possible change, p < 0.001).
 */
import { rankSumP } from "../../bench/stats/rank-sum.ts";
import { medianOf } from "../../bench/stats/summary.ts";
import { meanRatio, welchP } from "../../bench/stats/two-means.ts";
import type { Rival, Rounds } from "./rivals.ts";

export const PEERS: readonly Rival[] = [
  { name: "two means, 5%", alarms: ({ base, head }) => meanRatio(head, base) > 1.05 },
  {
    name: "benchstat",
    alarms: ({ base, head }) =>
      rankSumP(head, base).twoSided < 0.05 && medianOf(head) > medianOf(base),
  },
  {
    name: "ab_test.py",
    alarms: (rounds) => greaterP(rounds) < 0.005 && meanRatio(rounds.head, rounds.base) > 1.2,
  },
  { name: "otava", alarms: (rounds) => greaterP(rounds) < 0.0005 },
  {
    // It alarms unless it can show that head is within 5% of base, on either side.
    name: "TOST, 5%",
    alarms: ({ base, head }) => {
      const scaled = (by: number) => base.map((value) => by * value);
      const below = lessP({ base: scaled(1.05), head });
      const above = greaterP({ base: scaled(1 / 1.05), head });
      return Math.max(below, above) > 0.05;
    },
  },
];

/** Chance of a mean of head that is so much larger, if it is not. */
function greaterP({ base, head }: Rounds): number {
  return isConstant(base) && isConstant(head)
    ? Number(!(meanRatio(head, base) > 1))
    : welchP(head, base).greater;
}

function lessP({ base, head }: Rounds): number {
  return greaterP({ base: head, head: base });
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
