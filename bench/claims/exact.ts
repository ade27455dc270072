/** The verdict on a claim without rounds: each of its parts is known, or it is not. */

import type { Parts } from "./parts.ts";
import type { ClaimResult } from "./result.ts";

/** `isForMachines`: whether the claim is about virtual machines, and not about them besides. */
export function exactVerdict(
  { parts, gaps, emulated }: Parts,
  isForMachines: boolean,
): ClaimResult["verdict"] {
  if (parts.length === 0) return isForMachines && emulated.length > 0 ? "emulated" : "not-measured";
  const says = (answer: "yes" | "no") =>
    parts.filter(({ finding }) => finding.kind === "exact" && finding.answer === answer).length;
  if (says("yes") > 0 && says("no") > 0) return "depends";
  // Another machine cannot make good what this one refutes. It could refute what this one shows.
  const isRefuted = says("no") === parts.length && gaps.every(({ elsewhere }) => elsewhere);
  if (isRefuted) return "does-not-hold";
  if (says("no") > 0) return "not-for-all";
  if (gaps.length > 0) return "not-shown";
  return says("yes") === parts.length ? "holds" : "not-shown";
}
