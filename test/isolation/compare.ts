/** Two looks compared field by field, and with the table of what is known to differ. */
import type { Difference, Fields } from "./differences.ts";
import type { Look } from "./look.ts";

/** A field that is not the same in both. */
export interface Differing {
  readonly field: string;
  readonly ours: string;
  readonly crun: string;
}

/** How a field reads of which a look has nothing. */
const ABSENT = "absent";

export function differing(ours: Look, crun: Look): readonly Differing[] {
  return [...new Set([...ours.keys(), ...crun.keys()])]
    .map((field) => ({
      field,
      ours: ours.get(field) ?? ABSENT,
      crun: crun.get(field) ?? ABSENT,
    }))
    .filter(({ ours: one, crun: other }) => one !== other);
}

function matches(pattern: RegExp, text: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`).test(text);
}

function covers([names, ours, crun]: Fields, found: Differing): boolean {
  return matches(names, found.field) && matches(ours, found.ours) && matches(crun, found.crun);
}

/** What differs, and is not in the table as it is. */
export function unknown(
  found: readonly Differing[],
  known: readonly Difference[],
): readonly Differing[] {
  const all = known.flatMap(({ fields }) => fields);
  return found.filter((one) => !all.some((fields) => covers(fields, one)));
}

/** What is in the table, and does not differ. */
export function notThere(
  found: readonly Differing[],
  known: readonly Difference[],
): readonly string[] {
  return known.flatMap(({ about, fields }) =>
    fields
      .filter((one) => !found.some((other) => covers(one, other)))
      .map(([names]) => `${about}: ${names.source}`),
  );
}

/** The table as docs/methodology.md has it. */
export function asMarkdown(known: readonly Difference[]): string {
  const rows = known.map(({ about, ours, crun, reason }) => [about, ours, crun, reason]);
  const head = ["about", "`masked`", "`crun`", "why it is so"];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |\n`)
    .join("");
}
