/** The models of all deliveries of a run: one for each format, store and time. */
import type { DeliveryTime } from "../types.ts";
import { costOf, type DeliveryCell, isLazy, receivedBytes, TIMES } from "./deliveries.ts";
import { type Checked, checkLink, linksOf } from "./link-check.ts";
import type { Link } from "./link-time.ts";

export interface DeliveryModel extends Checked {
  readonly format: string;
  readonly store: string;
  readonly time: DeliveryTime;
  readonly emulated: boolean;
  /** Those that it was fitted to. */
  readonly links: readonly Link[];
}

/** Those for which there are enough links, and bytes on the wire. */
export function modelsOf(cells: readonly DeliveryCell[]): readonly DeliveryModel[] {
  const groups = new Map<string, DeliveryCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.format, cell.store]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) =>
    TIMES.flatMap((time): DeliveryModel[] => {
      const [first] = group;
      const bytes = first && bytesUntil(time, group, first);
      if (first === undefined || bytes === undefined) return [];
      const times = group.flatMap(({ mbit, rttMs, times: of }) => {
        const seconds = of[time];
        return seconds === undefined ? [] : [{ mbit, rttMs, seconds }];
      });
      const checked = checkLink(times, bytes);
      const { format, store, emulated } = first;
      const links = linksOf(times);
      return checked === undefined ? [] : [{ ...checked, format, store, time, emulated, links }];
    }),
  );
}

/**
 * Undefined if it was not counted. What a lazy format has fetched by its first output was not counted
 * by older versions.
 */
function bytesUntil(
  time: DeliveryTime,
  group: readonly DeliveryCell[],
  of: DeliveryCell,
): number | undefined {
  const pulled = costOf(group, "received", of);
  if (pulled === undefined || time === "pulled") return pulled;
  const all = receivedBytes(group, of) ?? pulled;
  if (time === "read") return all;
  return costOf(group, "receivedByFirstOutput", of) ?? (isLazy(group, of) ? undefined : all);
}
