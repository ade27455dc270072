/** The probe: runners/audit/probe.c. */
import { constants } from "node:os";
import { ParseError } from "../errors.ts";
import type { Command, Witness } from "../types.ts";
import { lineLike } from "./text.ts";

/** What the probe says of a check. */
export interface Tried {
  /**
   * - `refused`: with an errno. `killed`: by a signal.
   * - `absent`: it was allowed, and nothing of the host's was there.
   * - `found`: a canary of the host's was read.
   * - `did`: it was done; whose it is, other looks must say.
   */
  readonly how: "refused" | "killed" | "absent" | "found" | "did";
  /** The name of the errno or of the signal. */
  readonly by?: string;
}

export interface Probed {
  /** The identity of each namespace that it was in, such as "net:[4026531840]". */
  readonly namespaces: ReadonlyMap<string, string>;
  readonly tried: ReadonlyMap<string, Tried>;
}

/** Tries a group of checks: "files", "kernel" or "others". */
export function probing(group: string, { words }: Pick<Witness, "words">): Command {
  return { argv: [{ tool: "probe" }, "try", group, ...words] };
}

const LINE = /^(\w+\.[\w-]+) (refused|killed|absent|found|did) (\d{1,4})$/;
const NAMESPACE = /^namespace (\w+) (\w+:\[\d+\])$/;

/** Errors: `ParseError`. */
export function parseProbe(stdout: string): Probed {
  const namespaces = new Map<string, string>();
  const tried = new Map<string, Tried>();
  for (const line of stdout.trimEnd().split("\n")) {
    const [, name, id] = NAMESPACE.exec(line) ?? [];
    const [, check, how, number] = LINE.exec(line) ?? [];
    if (name !== undefined && id !== undefined) namespaces.set(name, id);
    else if (check !== undefined) tried.set(check, triedBy(how as Tried["how"], Number(number)));
    else throw new ParseError("probe", lineLike("CHECK OUTCOME N"), stdout);
  }
  return { namespaces, tried };
}

function triedBy(how: Tried["how"], number: number): Tried {
  if (how === "refused") return { how, by: named(constants.errno, number) };
  return how === "killed" ? { how, by: named(constants.signals, number) } : { how };
}

function named(names: object, number: number): string {
  const known = Object.entries(names).find(([, value]) => value === number);
  return known?.[0] ?? ERRORS.get(number) ?? String(number);
}

/** errno(3), where Node.js has no name. */
const ERRORS: ReadonlyMap<number, string> = new Map([
  [126, "ENOKEY"],
  [127, "EKEYEXPIRED"],
]);
