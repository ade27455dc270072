/** What `--workloads` means: ids, families, and words that stand for several. */
import { IsotaxError } from "../bench/errors.ts";
import { own } from "../bench/lookup.ts";
import { say } from "../bench/messages.ts";
import { nearTo } from "../bench/names.ts";
import type { Experiment } from "../bench/types.ts";

type Named = Pick<Experiment, "id" | "family" | "main">;

/** Words that stand for several workloads, besides the families. */
const GROUPS: Readonly<Record<string, (workload: Named) => boolean>> = {
  main: ({ main }) => main,
  all: () => true,
};

/**
 * The chosen workloads, in the order of `known`. Without a list they are those of `main`. Errors:
 * `NO_WORKLOAD`, `UNKNOWN_WORKLOAD`.
 */
export function chooseWorkloads<T extends Named>(
  list: string | undefined,
  known: readonly T[],
): readonly T[] {
  const words = (list ?? "main")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const ids = known.map(({ id }) => id);
  const groups = groupsOf(known);
  const remedy = say("choices.known-workloads", { workloads: ids, groups });
  if (words.length === 0) {
    throw new IsotaxError("NO_WORKLOAD", say("choices.no-workload"), remedy);
  }
  const chosen = new Set<T>();
  for (const word of words) {
    const meant = known.filter(
      (workload) =>
        workload.id === word || workload.family === word || own(GROUPS, word)?.(workload) === true,
    );
    if (meant.length === 0) {
      const near = nearTo(word, [...ids, ...groups]);
      const unknown = say("choices.unknown-workload", { workload: word, near });
      throw new IsotaxError("UNKNOWN_WORKLOAD", unknown, remedy);
    }
    for (const workload of meant) chosen.add(workload);
  }
  return known.filter((workload) => chosen.has(workload));
}

function groupsOf(known: readonly Named[]): readonly string[] {
  return [...Object.keys(GROUPS), ...new Set(known.map(({ family }) => family))];
}

/** Ids, and words that stand for several. */
export function workloadWords(known: readonly Named[]): readonly string[] {
  return [...groupsOf(known), ...known.map(({ id }) => id)];
}
