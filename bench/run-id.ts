import { randomBytes } from "node:crypto";

/**
 * An id that sorts by time, and is fit for names of folders, groups and containers. `suffix` makes
 * it unique.
 */
export function runIdOf(at: Date, suffix: string): string {
  const stamp = at.toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${stamp}-${suffix}`;
}

/** The id of a run that begins now. It is unique enough. */
export function freshRunId(): string {
  return runIdOf(new Date(), randomBytes(2).toString("hex"));
}
