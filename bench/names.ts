import { closest, distance } from "fastest-levenshtein";

/** The known name that is close enough to a word to be what was meant; empty if there is none. */
export function nearTo(word: string, known: readonly string[]): readonly string[] {
  if (known.length === 0) return [];
  const nearest = closest(word, [...known]);
  return distance(word, nearest) <= Math.max(2, word.length / 3) ? [nearest] : [];
}
