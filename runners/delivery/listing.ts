/**
 * What an image consists of, entry by entry and field by field, so that two images can be compared
 * whatever made them.
 */
import { hashJson } from "../../bench/hash.ts";
import type { Comparison, Difference } from "../../bench/types.ts";

/** Values by the name of the field: "mtime", "content". */
export type Fields = Readonly<Record<string, string>>;

export interface Listing {
  /** Fields of every file, folder and link, by its path without a slash before it. */
  readonly entries: ReadonlyMap<string, Fields>;
  /** Fields of what is no file: a configuration, a superblock. */
  readonly parts: ReadonlyMap<string, Fields>;
}

/** The fields that make up a tree as programs inside see it. Times are not among them. */
const OF_TREE: readonly string[] = ["type", "mode", "owner", "content", "link"];

/** sha256 over every entry's path and the fields of the tree. */
export function treeHash({ entries }: Pick<Listing, "entries">): string {
  return hashJson([...entries].sort(byPath).map(([path, fields]) => [path, ...ofTree(fields)]));
}

function byPath([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function ofTree(fields: Fields): readonly string[] {
  return OF_TREE.map((name) => fields[name] ?? "");
}

/** A listing with the digest that its image has. */
export interface Listed {
  readonly digest: string;
  readonly listing: Listing;
}

export function compare(one: Listed, other: Listed): Comparison {
  const entries = between(one.listing.entries, other.listing.entries);
  const found = [...entries, ...between(one.listing.parts, other.listing.parts)];
  const unexplained = found.length === 0 && one.digest !== other.digest;
  return {
    trees: [treeHash(one.listing), treeHash(other.listing)],
    differences: unexplained ? [{ path: "", fields: ["bytes"] }] : found,
    treeDifferences: entries.flatMap(({ path, fields }) => {
      const told = fields.filter((field) => OF_TREE.includes(field));
      return fields.length === 0 || told.length > 0 ? [{ path, fields: told }] : [];
    }),
  };
}

/** Entries that only one of the two has come first: they say most. */
function between(
  one: ReadonlyMap<string, Fields>,
  other: ReadonlyMap<string, Fields>,
): readonly Difference[] {
  const paths = [...new Set([...one.keys(), ...other.keys()])].sort();
  const differences = paths.flatMap((path): Difference[] => {
    const [here, there] = [one.get(path), other.get(path)];
    if (here === undefined || there === undefined) return [{ path, fields: [] }];
    const names = [...new Set([...Object.keys(here), ...Object.keys(there)])];
    const fields = names.filter((name) => here[name] !== there[name]);
    return fields.length === 0 ? [] : [{ path, fields }];
  });
  return differences.toSorted(
    (a, b) => Math.min(a.fields.length, 1) - Math.min(b.fields.length, 1),
  );
}
