/** Short names for targets whose ids are long, such as `command:...`: a table repeats them in each line. */
import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";

/** Longer than what isotax brings itself, a handicap and a label included. */
const LONG = 40;
/** More names than these nobody keeps in mind; ids beyond stay as they are. */
const MOST = 20;

export interface Shortened {
  readonly cells: readonly CellVerdict[];
  /** What each short name stands for; empty if nothing was long. */
  readonly names: readonly (readonly [name: string, id: string])[];
}

export function withShortNames(judgement: Judgement): Shortened {
  const names = namesOf(judgement);
  const nameOf = (id: string) => names.get(id) ?? id;
  const cells = judgement.cells.map((cell) => ({
    ...cell,
    base: nameOf(cell.base),
    head: nameOf(cell.head),
  }));
  return { cells, names: [...names].map(([id, name]) => [name, id]) };
}

/** By id. */
function namesOf({ comparison, base, head, cells }: Judgement): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  // Of runs, base and head are runs: their targets have other ids.
  if (comparison === "interleaved") {
    for (const [id, name] of [[base, "base"] as const, [head, "head"] as const]) {
      if (id.length > LONG) names.set(id, name);
    }
  }
  for (const cell of cells) {
    for (const id of [cell.base, cell.head]) {
      if (id.length > LONG && !names.has(id) && names.size < MOST) {
        names.set(id, `target ${names.size + 1}`);
      }
    }
  }
  return names;
}
