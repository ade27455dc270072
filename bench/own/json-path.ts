/**
 * A part of JSONPath (RFC 9535): names, indices and `*`, such as `$.runs[*]["p99 ms"]`. Nothing of it
 * is evaluated: filters, slices and `..` are no part of it.
 */

type Step = string | number | "*";

/** The star is an object of its own, because a name may be "*". */
const STAR = Symbol("every member");

/** The steps of a path; undefined if it is no path of this kind. */
export function parseJsonPath(path: string): readonly (Step | typeof STAR)[] | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: (Step | typeof STAR)[] = [];
  const step =
    /\.(?<name>[\p{L}_][\p{L}\p{N}_-]*)|(?<star>\.\*|\[\*\])|\[(?<index>\d{1,9})\]|\[(?:'(?<single>[^'\\]*)'|"(?<double>[^"\\]*)")\]/uy;
  let at = 1;
  while (at < path.length) {
    step.lastIndex = at;
    const groups = step.exec(path)?.groups;
    if (groups === undefined) return undefined;
    const { name = groups["single"] ?? groups["double"], star, index } = groups;
    if (star !== undefined) steps.push(STAR);
    else if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? "");
    at = step.lastIndex;
  }
  return steps;
}

/** All values at a path, in the document's order. Errors: `TypeError` for what is no path. */
export function valuesAt(document: unknown, path: string): readonly unknown[] {
  const steps = parseJsonPath(path);
  if (steps === undefined) throw new TypeError(`no JSONPath: ${path}`);
  return steps.reduce<readonly unknown[]>(
    (values, step) => values.flatMap((value) => membersOf(value, step)),
    [document],
  );
}

function membersOf(value: unknown, step: Step | typeof STAR): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (step === STAR) return Object.values(value);
  // An index is for lists alone, and a name is for objects alone.
  if (Array.isArray(value) !== (typeof step === "number")) return [];
  return Object.hasOwn(value, step) ? [(value as Record<string | number, unknown>)[step]] : [];
}
