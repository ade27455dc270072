/** The parts of a sentence about a cell's verdict, in Korean. */
import { shareThatCounts } from "../../../../bench/stats/share.ts";
import { confidenceText } from "../../../format.ts";
import type { Figures } from "../../en/words/judged.ts";
import { decimalsFor, percent } from "../../figures.ts";
import { boundText, changeText, rangeText } from "./change.ts";
import { counted } from "./counts.ts";

interface Parts {
  /** `12% 느림(11.4%~12.6% 느림, 신뢰수준 95%)` */
  readonly change: string;
  /** `최소 11.4% 느림(단측, 신뢰수준 99%)` */
  readonly limit: string;
  /** `5%`, or `20%(의미 있는 가장 작은 변화)` */
  readonly margin: string;
  /** `4.8%`: the least that is called better. */
  readonly counting: string;
  /** `라운드 30회` */
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
      : `(${rangeText(interval, figures, decimals)}, 신뢰수준 ${confidenceText(interval.confidence)})`;
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
        ? `${percent(effective, decimals)}(의미 있는 가장 작은 변화)`
        : percent(relative, decimals),
    counting: percent(shareThatCounts({ effective }), decimals),
    times: counted(n, of),
  };
}
