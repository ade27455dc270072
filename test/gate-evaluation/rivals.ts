/** What others would say of the same rounds: the usual rules, each given all that the gate had measured. */
import { rankSumP } from "../../bench/stats/rank-sum.ts";
import { meanRatio, welchP } from "../../bench/stats/two-means.ts";

/** Values of the two sides, round by round; lower is better. */
export interface Rounds {
  readonly base: readonly number[];
  readonly head: readonly number[];
}

export interface Rival {
  readonly name: string;
  /** Whether it would raise the alarm. */
  alarms(rounds: Rounds): boolean;
}

const LEVEL = 0.05;

export const RIVALS: readonly Rival[] = [
  {
    name: "two means, 10%",
    alarms: ({ base, head }) => meanRatio(head, base) > 1.1,
  },
  {
    name: "two means, 5%",
    alarms: ({ base, head }) => meanRatio(head, base) > 1.05,
  },
  {
    name: "Mann-Whitney, p < 0.05",
    alarms: ({ base, head }) => rankSumP(head, base).greater < LEVEL,
  },
  {
    name: "Welch, p < 0.05",
    alarms: ({ base, head }) => welchP(head, base).greater < LEVEL,
  },
];
