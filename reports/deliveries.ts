/** Deliveries as reports show them: the formats, links and stores of a run, and their words. */

import type { Code } from "../bench/messages.ts";
import type { WorkloadPlan } from "../bench/schema.ts";
import {
  DEPENDENCY_CHANGED,
  type DeliveryCell,
  deliveriesOf,
  distinctOf,
  EMPTY,
  FILE_CHANGED,
  isDelivery,
} from "../bench/stats/deliveries.ts";
import { largestError, linksOf, TARGET_ERROR } from "../bench/stats/link-check.ts";
import { type DeliveryModel, modelsOf } from "../bench/stats/link-models.ts";
import type { Link } from "../bench/stats/link-time.ts";
import type { DeliveryTime } from "../bench/types.ts";
import type { ReportInput } from "./model.ts";
import { quantity } from "./numbers.ts";
import { t } from "./text/message.ts";

/** What a format is, on a target. */
export interface ShownFormat {
  readonly format: string;
  readonly target: string;
  readonly emulated: boolean;
}

/** What a workload measured of deliveries. */
export interface Deliveries {
  readonly workload: WorkloadPlan;
  readonly cells: readonly DeliveryCell[];
  readonly formats: readonly ShownFormat[];
  /** The slowest first. */
  readonly links: readonly Link[];
  readonly stores: readonly string[];
  readonly models: readonly DeliveryModel[];
}

const made = new WeakMap<ReportInput["analysis"], readonly Deliveries[]>();

/** Of each workload that measured any. Reports ask several times, and models are fitted once. */
export function deliveriesIn({ analysis }: ReportInput): readonly Deliveries[] {
  const known = made.get(analysis);
  if (known !== undefined) return known;
  const found = analysis.workloads.filter(isDelivery).flatMap((workload): Deliveries[] => {
    const cells = deliveriesOf(analysis, workload);
    if (cells.length === 0) return [];
    const stores = distinctOf(cells, "store");
    return [
      {
        workload,
        cells,
        models: modelsOf(cells),
        formats: distinctOf(cells, "format").flatMap(
          (format) => cells.find((cell) => cell.format === format) ?? [],
        ),
        links: linksOf(cells),
        stores: [...STORES.filter((store) => stores.includes(store)), ...othersOf(stores)],
      },
    ];
  });
  made.set(analysis, found);
  return found;
}

/** From nothing to what is hardly new. */
const STORES: readonly string[] = [EMPTY, "base-there", DEPENDENCY_CHANGED, FILE_CHANGED];

function othersOf(stores: readonly string[]): readonly string[] {
  return stores.filter((store) => !STORES.includes(store));
}

const STORE_WORDS: ReadonlyMap<string, Code> = new Map([
  [EMPTY, "report-delivery.empty-store"],
  ["base-there", "report-delivery.base-there"],
  [FILE_CHANGED, "report-delivery.file-changed"],
  [DEPENDENCY_CHANGED, "report-delivery.dependency-changed"],
]);

export function storeText(store: string): string {
  const code = STORE_WORDS.get(store);
  return code === undefined ? store : t(code as "report-delivery.empty-store");
}

const TIME_CODES = {
  pulled: "report-delivery.time-pull",
  started: "report-delivery.time-first-output",
  read: "report-delivery.time-all-read",
} as const satisfies Record<DeliveryTime, Code>;

export function timeText(time: DeliveryTime): string {
  return t(TIME_CODES[time]);
}

/** `100 Mbit/s, 20 ms`. A link that adds no delay says nothing of it. */
export function linkText({ mbit, rttMs }: Link): string {
  const rate = `${Number(mbit.toPrecision(6))} Mbit/s`;
  return rttMs === 0 ? rate : `${rate}, ${Number(rttMs.toPrecision(6))} ms`;
}

export function secondsText(seconds: number): string {
  return quantity(seconds * 1e9, "ns");
}

/** A figure, or the word for one that there is not. */
export function orAbsent(text: string | undefined): string {
  return text ?? t("report.not-measured");
}

/** A format's name. It says where what it delivers ran in an emulated machine. */
export function formatText({ format, emulated }: Omit<ShownFormat, "target">): string {
  return emulated ? t("report.emulated-target", { target: format }) : format;
}

export function cellOf(
  { cells }: Deliveries,
  format: string,
  store: string,
  link: Link,
): DeliveryCell | undefined {
  return cells.find(
    (cell) =>
      cell.format === format &&
      cell.store === store &&
      cell.mbit === link.mbit &&
      cell.rttMs === link.rttMs,
  );
}

export function modelOf(
  { models }: Deliveries,
  of: Pick<DeliveryModel, "format" | "store" | "time">,
): DeliveryModel | undefined {
  return models.find(
    ({ format, store, time }) => format === of.format && store === of.store && time === of.time,
  );
}

/** Whether the model missed what it had not seen by more than it should. */
export function isLoose({ predicted }: Pick<DeliveryModel, "predicted">): boolean {
  return largestError(predicted) > TARGET_ERROR;
}
