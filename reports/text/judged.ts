/** The parts of a sentence about a cell's verdict. Each language brings its words for them. */
import type { Bound } from "../../bench/stats/judgement.ts";
import { shareThatCounts } from "../../bench/stats/share.ts";
import type { Metric } from "../../bench/types.ts";
import { decimalsFor, percent } from "./figures.ts";

type Kind = Pick<Metric, "unit" | "better">;

/** A cell's figures. They are flat, as a message has them. */
export interface Figures extends Kind {
  readonly slowdown: number;
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
  /** `12% slower` */
  readonly change: string;
  /** `at least 11.4% slower (the bound that decides: one-sided, 99%)` */
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
  boundText(bound: Bound, kind: Kind, more: number, decides: boolean): string;
  counted(count: number, thing: "round" | "run"): string;
  /** A margin that is as large because smaller changes do not count. */
  leastThatCounts(margin: string): string;
}

/** `decides`: whether a verdict was reached. */
export function partsIn(words: FigureWords, figures: Figures, decides: boolean): Parts {
  const { slowdown, relative, effective, n, of } = figures;
  const bound = boundOf(figures);
  const decimals = decimalsFor({ effect: { slowdown }, bound, margin: { effective } });
  const isLeast = effective > relative;
  const margin = percent(isLeast ? effective : relative, decimals);
  return {
    change: words.changeText(slowdown, figures, decimals),
    limit: bound === undefined ? "" : words.boundText(bound, figures, decimals, decides),
    margin: isLeast ? words.leastThatCounts(margin) : margin,
    counting: percent(shareThatCounts({ effective }), decimals),
    times: words.counted(n, of),
  };
}

function boundOf({ bound, boundIs, boundConfidence }: Figures): Bound | undefined {
  if (bound === undefined || boundIs === undefined || boundConfidence === undefined) {
    return undefined;
  }
  return { is: boundIs, slowdown: bound, confidence: boundConfidence };
}
