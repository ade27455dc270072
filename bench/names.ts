import { closest, distance } from "fastest-levenshtein";
import { say } from "./messages.ts";
import type { Message } from "./types.ts";

/**
 * `; did you mean "crun"?` if a known name is close enough to be what was meant. Empty if none is.
 * It is a value for the sentence about the unknown name.
 */
export function suggestion(word: string, known: readonly string[]): Message | "" {
  if (known.length === 0) return "";
  const name = closest(word, [...known]);
  const isNear = distance(word, name) <= Math.max(2, word.length / 3);
  return isNear ? say("names.did-you-mean", { name }) : "";
}
