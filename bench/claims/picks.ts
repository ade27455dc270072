/** Which targets of a run a question is about. */
import { isEmulated, isVirtualized } from "../emulation.ts";
import type { Run, TargetState } from "../schema.ts";
import { isMadeUp } from "../stats/cells.ts";
import type { TargetPick } from "./claim.ts";

/** The targets of the first pick that fits any. */
export function picked(picks: readonly TargetPick[], run: Run): readonly TargetState[] {
  for (const pick of picks) {
    const found = run.targets.filter(
      (target) =>
        fits(pick, target) && (pick.virtualized !== true || isVirtualized(target, run.host)),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** The targets that are left out because they are emulated. */
export function emulatedOf(picks: readonly TargetPick[], run: Run): readonly TargetState[] {
  return run.targets
    .filter((target) => picks.some((pick) => pick.virtualized === true && fits(pick, target)))
    .filter((target) => isEmulated(target) && !isVirtualized(target, run.host));
}

function fits({ ids, kinds }: TargetPick, target: TargetState): boolean {
  if (!target.ok || target.warm === true || isMadeUp(target) || isSide(target)) return false;
  return (ids?.includes(target.id) ?? true) && (kinds?.includes(target.kind) ?? true);
}

/** Whether it has a handicap (`crun+spin=1ms`), or is a side of a gate, which may be faulty. */
function isSide({ id }: TargetState): boolean {
  return /[+#]/.test(id);
}
