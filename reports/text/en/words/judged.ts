/** The parts of a sentence about a cell's verdict, in English. */
import { type Figures, type FigureWords, type Parts, partsIn } from "../../judged.ts";
import { boundText, changeText } from "./change.ts";
import { counted } from "./counts.ts";

const WORDS: FigureWords = {
  changeText,
  boundText,
  counted,
  leastThatCounts: (margin) => `${margin} (the least that counts)`,
};

/** `decides`: whether a verdict was reached. */
export function partsOf(figures: Figures, decides: boolean): Parts {
  return partsIn(WORDS, figures, decides);
}
