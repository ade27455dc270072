import { closest, distance } from "fastest-levenshtein";
import { IsotaxError } from "../bench/errors.ts";

/** Workloads chosen by a comma-separated list, in the order of `known`; all of them without a list. */
export function chooseIds(list: string | undefined, known: readonly string[]): readonly string[] {
  if (list === undefined) return known;
  const wanted = list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (wanted.length === 0) {
    throw new IsotaxError(
      "NO_WORKLOAD",
      "--workloads names none",
      `known workloads: ${known.join(", ")}`,
    );
  }
  for (const id of wanted) {
    if (known.includes(id)) continue;
    throw new IsotaxError(
      "UNKNOWN_WORKLOAD",
      `unknown workload "${id}"${suggestion(id, known)}`,
      `known workloads: ${known.join(", ")}`,
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
