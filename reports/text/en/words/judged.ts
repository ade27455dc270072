/** The parts of a sentence about a cell's verdict, in English. */
import type { Bound } from "../../../../bench/stats/judgement.ts";
import { shareThatCounts } from "../../../../bench/stats/share.ts";
import { confidenceText } from "../../../format.ts";
import { decimalsFor, percent } from "../../figures.ts";
import { boundText, type CellKind, changeText, rangeText } from "./change.ts";
import { counted } from "./counts.ts";

/** A cell's figures. They are flat, as a message has them. */
export interface Figures extends CellKind {
  readonly slowdown: number;
  /** The interval, if there is any. */
  readonly low?: number;
  readonly high?: number;
  readonly confidence?: number;
  /** The bound that the verdict comes from, if there is any. */
  readonly bound?: number;
  readonly boundIs?: Bound["is"];
  readonly boundConfidence?: number;
  /** The margin, as shares. */
  readonly relative: number;
  readonly effective: number;
  /** How many rounds or runs the verdict rests on. */
  readonly n: number;
  readonly of: "round" | "run";
}

interface Parts {
  /** `12% slower (11.4% to 12.6% slower, with 95% confidence)` */
  readonly change: string;
  /** `at least 11.4% slower (one-sided, with 99% confidence)` */
  readonly limit: string;
  /** `5%`, or `20% (the least that counts)` */
  readonly margin: string;
  /** `4.8%`: the least that is called better. */
  readonly counting: string;
  /** `30 rounds` */
  readonly times: string;
}

/** `decides`: whether a verdict was reached. */
export function partsOf(figures: Figures, decides: boolean): Parts {
  const { slowdown, low, high, confidence, bound, boundIs, boundConfidence } = figures;
  const { relative, effective, n, of } = figures;
  const interval =
    low === undefined || high === undefined || confidence === undefined
      ? undefined
      : { low, high, confidence };
  const decimals = decimalsFor({
    effect: { slowdown, ...(interval === undefined ? {} : { interval }) },
    bound: bound === undefined ? undefined : { slowdown: bound },
    margin: { effective },
  });
  const range =
    interval === undefined
      ? ""
      : ` (${rangeText(interval, figures, decimals)}, with ${confidenceText(interval.confidence)} confidence)`;
  return {
    change: `${changeText(slowdown, figures, decimals)}${range}`,
    limit:
      bound === undefined || boundIs === undefined || boundConfidence === undefined
        ? ""
        : boundText(
            { is: boundIs, slowdown: bound, confidence: boundConfidence },
            figures,
            decimals,
            decides,
          ),
    margin:
      effective > relative
        ? `${percent(effective, decimals)} (the least that counts)`
        : percent(relative, decimals),
    counting: percent(shareThatCounts({ effective }), decimals),
    times: counted(n, of),
  };
}
