import type { Margin } from "./judgement.ts";

/** How much better counts, as a share of the former value: 4.8% less time is 5% more speed. */
export function shareThatCounts({ effective }: Pick<Margin, "effective">): number {
  return effective / (1 + effective);
}
