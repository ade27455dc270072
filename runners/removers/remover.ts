/** What a kind of resource outside of our process must say of itself, so that a ledger may name it. */
import { z } from "zod";

/** A word of an entry. */
export const Text = z.string().min(1).max(4096);

/** Not 1, for that would mean every process there is. */
export const Identity = z.object({ pid: z.int().min(2), startTicks: z.int().nonnegative() });

export interface Remover<S extends z.ZodObject> {
  /** Shape of an entry in a ledger; its `kind` is a literal, which no other remover has. */
  readonly schema: S;
  /** Whether it is still there after a reboot. What is not may have left its name or number to another. */
  readonly outlivesReboot: boolean;
  /** For people: "folder /tmp/x". */
  describe(resource: z.infer<S>): string;
  /** Why it is not to be touched, though a ledger names it: a ledger may have been edited. */
  problem(resource: z.infer<S>): string | undefined | Promise<string | undefined>;
  /** Removes it; one that is gone already is fine. Throws if it may still be there. */
  remove(resource: z.infer<S>): Promise<void>;
  /** Ends it at once, without waiting, when we have to end at once; the rest is left to a sweep. */
  endNow?(resource: z.infer<S>): void;
}

/** Names the type of a remover's entries after its schema. */
export function remover<S extends z.ZodObject>(of: Remover<S>): Remover<S> {
  return of;
}
