/** Short names for targets with long ids, such as `command:...`: tables repeat ids in each line. */
import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import { t } from "../text/message.ts";

/** The ids that isotax itself brings are shorter, with a handicap and a label. */
const LONG = 40;
/** Readers cannot remember more names. Further ids stay as they are. */
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

/** Short names by id. */
function namesOf({ comparison, base, head, cells }: Judgement): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  // If runs are compared, base and head are runs, and targets have other ids.
  if (comparison === "interleaved") {
    const sides = [
      [base, t("gate.base")],
      [head, t("gate.head")],
    ] as const;
    for (const [id, name] of sides) {
      if (typeof id === "string" && id.length > LONG) names.set(id, name);
    }
  }
  for (const cell of cells) {
    for (const id of [cell.base, cell.head]) {
      if (id.length > LONG && !names.has(id) && names.size < MOST) {
        names.set(id, t("gate.target-number", { number: names.size + 1 }));
      }
    }
  }
  return names;
}
