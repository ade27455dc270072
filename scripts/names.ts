import { closest, distance } from "fastest-levenshtein";
import { IsotaxError } from "../bench/errors.ts";

/** Ids chosen by a comma-separated list, in the order of `known`; all of them without a list. */
export function chooseIds(
  kind: "target" | "workload",
  list: string | undefined,
  known: readonly string[],
): readonly string[] {
  if (list === undefined) return known;
  const wanted = list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (wanted.length === 0) {
    throw new IsotaxError(
      `NO_${kind.toUpperCase()}`,
      `--${kind}s names none`,
      `known ${kind}s: ${known.join(", ")}`,
    );
  }
  for (const id of wanted) {
    if (known.includes(id)) continue;
    throw new IsotaxError(
      `UNKNOWN_${kind.toUpperCase()}`,
      `unknown ${kind} "${id}"${suggestion(id, known)}`,
      `known ${kind}s: ${known.join(", ")}`,
    );
  }
  return known.filter((id) => wanted.includes(id));
}

/** `; did you mean "crun"?` if some name is close enough to be a slip. */
export function suggestion(word: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const nearest = closest(word, [...known]);
  const near = distance(word, nearest) <= Math.max(2, word.length / 3);
  return near ? `; did you mean "${nearest}"?` : "";
}
