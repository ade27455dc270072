import { keyOf, say } from "./messages.ts";
import type { Facts } from "./types.ts";

/** The fact by which a target says that nothing limits the memory of its instances. */
export const MEMORY_LIMIT = "memory limit";
export const NO_LIMIT = say("host-facts.no-limit");

export function isMemoryUnlimited(facts: Facts): boolean {
  const limit = facts[MEMORY_LIMIT];
  return limit !== undefined && keyOf(limit) === keyOf(NO_LIMIT);
}
