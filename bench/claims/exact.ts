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
  if (gaps.length > 0) return "not-shown";
  if (says("yes") === parts.length) return "holds";
  return says("no") === parts.length ? "does-not-hold" : "not-shown";
}
