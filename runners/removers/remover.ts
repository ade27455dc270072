/** What a ledger must know about each kind of resource outside our process. */
import { z } from "zod";
import type { Message } from "../../bench/types.ts";

/** A word of an entry. */
export const Text = z.string().min(1).max(4096);

/** The least pid is 2: a kill of group 1 would kill every process. */
export const Identity = z.object({ pid: z.int().min(2), startTicks: z.int().nonnegative() });

export interface Remover<S extends z.ZodObject> {
  /** The format of an entry in a ledger. Its `kind` is a literal that no other remover has. */
  readonly schema: S;
  /** Whether it survives a reboot. If not, another resource may have its name or pid afterwards. */
  readonly outlivesReboot: boolean;
  /** A description for people, e.g. "folder /tmp/x". */
  describe(resource: z.infer<S>): Message;
  /**
   * Why it must not be touched although a ledger names it: a ledger may have been edited. It follows
   * the description.
   */
  problem(resource: z.infer<S>): Message | undefined | Promise<Message | undefined>;
  /** Removes it. It is no error if it is already gone. Throws if it may still exist. */
  remove(resource: z.infer<S>): Promise<void>;
  /** Ends it without waiting, when we have to end at once. A sweep does the rest. */
  endNow?(resource: z.infer<S>): void;
}

/** Gives a remover's functions the type of its schema. */
export function remover<S extends z.ZodObject>(of: Remover<S>): Remover<S> {
  return of;
}
