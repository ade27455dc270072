/** The parts of a sentence about a cell's verdict. Each language brings its words for them. */
import type { Bound } from "../../bench/stats/judgement.ts";
import { shareThatCounts } from "../../bench/stats/share.ts";
import type { Interval } from "../../bench/stats/summary.ts";
import type { Metric } from "../../bench/types.ts";
import { confidenceText } from "../format.ts";
import { decimalsFor, percent } from "./figures.ts";

type Kind = Pick<Metric, "unit" | "better">;

/** A cell's figures. They are flat, as a message has them. */
export interface Figures extends Kind {
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

export interface Parts {
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

/** A language's words for figures. `more`: how many more decimals than usual. */
export interface FigureWords {
  changeText(slowdown: number, kind: Kind, more: number): string;
  rangeText(interval: Interval, kind: Kind, more: number): string;
  boundText(bound: Bound, kind: Kind, more: number, decides: boolean): string;
  counted(count: number, thing: "round" | "run"): string;
  /** A range with its confidence, behind the change. */
  inBrackets(range: string, confidence: string): string;
  /** A margin that is as large because smaller changes do not count. */
  leastThatCounts(margin: string): string;
}

/** `decides`: whether a verdict was reached. */
export function partsIn(words: FigureWords, figures: Figures, decides: boolean): Parts {
  const { slowdown, relative, effective, n, of } = figures;
  const [interval, bound] = [intervalOf(figures), boundOf(figures)];
  const decimals = decimalsFor({
    effect: { slowdown, ...(interval === undefined ? {} : { interval }) },
    bound,
    margin: { effective },
  });
  const range =
    interval === undefined
      ? ""
      : words.inBrackets(
          words.rangeText(interval, figures, decimals),
          confidenceText(interval.confidence),
        );
  const isLeast = effective > relative;
  const margin = percent(isLeast ? effective : relative, decimals);
  return {
    change: words.changeText(slowdown, figures, decimals) + range,
    limit: bound === undefined ? "" : words.boundText(bound, figures, decimals, decides),
    margin: isLeast ? words.leastThatCounts(margin) : margin,
    counting: percent(shareThatCounts({ effective }), decimals),
    times: words.counted(n, of),
  };
}

function intervalOf({ low, high, confidence }: Figures): Interval | undefined {
  if (low === undefined || high === undefined || confidence === undefined) return undefined;
  return { low, high, confidence };
}

function boundOf({ bound, boundIs, boundConfidence }: Figures): Bound | undefined {
  if (bound === undefined || boundIs === undefined || boundConfidence === undefined) {
    return undefined;
  }
  return { is: boundIs, slowdown: bound, confidence: boundConfidence };
}
