/** The parts of a sentence about a cell's verdict, in Korean. */
import { type Figures, type FigureWords, type Parts, partsIn } from "../../judged.ts";
import { boundText, changeText } from "./change.ts";
import { counted } from "./counts.ts";

const WORDS: FigureWords = {
  changeText,
  boundText,
  counted,
  leastThatCounts: (margin) => `${margin}(의미 있는 가장 작은 변화)`,
};

/** `decides`: whether a verdict was reached. */
export function partsOf(figures: Figures, decides: boolean): Parts {
  return partsIn(WORDS, figures, decides);
}
