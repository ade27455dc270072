/** How many cells differ, in words. */
import type { Code } from "../../bench/messages.ts";
import { type Differences, FALSE_DISCOVERIES } from "../../bench/stats/differences.ts";
import { t } from "../text/message.ts";
import type { Group } from "./groups.ts";

const COUNTED = {
  containers: "report-charts.differences-containers",
  vms: "report-charts.differences-vms",
  emulated: "report-charts.differences-emulated",
} as const satisfies Record<Group, Code>;

/** VMs are counted apart: they differ nearly everywhere, and would make claims for others easier. */
export function differencesText(differences: Differences, group: Group): string {
  const { cells, byInterval, byChance, differ } = differences;
  return t(COUNTED[group], {
    cells,
    byInterval,
    byChance,
    differ: differ.size,
    share: FALSE_DISCOVERIES,
  });
}
