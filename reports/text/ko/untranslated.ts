/**
 * What waits for somebody who writes Korean: readers of Korean get its English words until then. A
 * contributor who does not write Korean adds the id or the name here, and nothing to the tables.
 */
export const UNTRANSLATED: Readonly<
  Record<"workloads" | "targets" | "facts" | "phases", readonly string[]>
> = {
  workloads: [],
  targets: [],
  facts: [],
  phases: [],
};
