/** A ledger as a file: the format of its lines, and how to read a file that may hold anything. */
import { closeSync, constants, lstatSync } from "node:fs";
import { z } from "zod";
import { asMessage } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { type OpenFile, openRegular, readOpen, UnfitFile } from "../../bench/untrusted.ts";
import { type Resource, ResourceSchema } from "../removers/index.ts";
import { Identity, Text } from "../removers/remover.ts";
import { type Doubt, type LedgerFolder, ownershipDoubt } from "./folder.ts";

const HeaderSchema = z.object({ runId: Text, owner: Identity, bootId: Text });

const LineSchema = z.discriminatedUnion("op", [
  z.object({
    op: z.literal("made"),
    key: z.int().nonnegative(),
    resource: ResourceSchema.readonly(),
  }),
  z.object({ op: z.literal("removed"), key: z.int().nonnegative() }),
]);

export type Header = z.infer<typeof HeaderSchema>;
export type Line = z.infer<typeof LineSchema>;

export type Reading =
  | {
      readonly state: "read";
      readonly header: Header;
      /** The resources that were made and not removed, oldest first. */
      readonly live: readonly Resource[];
      /** The numbers of the lines that are not valid. */
      readonly broken: readonly number[];
    }
  /** It is our file, but not a ledger: it names nothing to clean up. */
  | { readonly state: "damaged"; readonly reason: Message }
  /** It may belong to another user: it is left as it is. */
  | { readonly state: "doubtful"; readonly doubt: Doubt }
  | { readonly state: "gone" };

/** A run of one day writes a tenth of it. */
const MOST_BYTES = 256 * 2 ** 20;

export function readLedger(folder: LedgerFolder, name: string): Reading {
  const path = `${folder.path}/${name}`;
  const stat = lstatSync(folder.at(name), { throwIfNoEntry: false });
  if (stat === undefined) return { state: "gone" };
  if (stat.isSymbolicLink()) {
    const reason = say("files.is-kind", { kind: "link" });
    const remedy = say("leftovers.remove-link", { file: path });
    return { state: "doubtful", doubt: { file: path, reason, remedy } };
  }
  const doubt = ownershipDoubt(path, stat);
  if (doubt !== undefined) return { state: "doubtful", doubt };
  let file: OpenFile | undefined;
  try {
    file = openRegular(folder.at(name), MOST_BYTES, constants.O_NOFOLLOW);
    // The opened file is checked again: another file may have replaced the first one meanwhile.
    const inner = ownershipDoubt(path, file.stat) ?? linkDoubt(path, file.stat.nlink);
    if (inner !== undefined) return { state: "doubtful", doubt: inner };
    return parseLedger(readOpen(file).toString());
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error;
    if (error.code === "ENOENT") return { state: "gone" };
    if (error.code === undefined) return { state: "damaged", reason: error.what };
    const reason = say("leftovers.cannot-read", { why: asMessage(error) });
    const remedy = say("leftovers.make-readable");
    return { state: "doubtful", doubt: { file: path, reason, remedy } };
  } finally {
    if (file !== undefined) closeSync(file.fd);
  }
}

function linkDoubt(file: string, links: number): Doubt | undefined {
  if (links === 1) return undefined;
  return {
    file,
    reason: say("leftovers.hard-links", { names: links }),
    remedy: say("leftovers.remove-hard-link", { file }),
  };
}

export function parseLedger(text: string): Reading {
  const [first = "", ...rest] = text.split("\n");
  const header = parsed(HeaderSchema, first);
  if (header === undefined) return { state: "damaged", reason: say("leftovers.not-a-ledger") };
  // A last line without a newline was cut short by a crash. Its resource was never made.
  const torn = rest.pop() ?? "";
  const live = new Map<number, Resource>();
  const broken: number[] = [];
  const obey = (line: Line) => {
    if (line.op === "made") live.set(line.key, line.resource);
    else live.delete(line.key);
  };
  for (const [index, text] of rest.entries()) {
    const line = parsed(LineSchema, text);
    if (line === undefined) broken.push(index + 2);
    else obey(line);
  }
  const last = parsed(LineSchema, torn);
  if (last !== undefined) obey(last);
  return { state: "read", header, live: [...live.values()], broken };
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
