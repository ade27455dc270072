import { closest, distance } from "fastest-levenshtein";

/** `; did you mean "crun"?` if a known name is close enough to be what was meant. */
export function suggestion(word: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const nearest = closest(word, [...known]);
  const near = distance(word, nearest) <= Math.max(2, word.length / 3);
  return near ? `; did you mean "${nearest}"?` : "";
}
