/**
 * What a run measured of deliveries: a cell for each format, link and store. It finds them by what
 * workloads declare: a curve along stores, and subjects with a format and a rate.
 */
import { isEmulated } from "../emulation.ts";
import type { WorkloadPlan } from "../schema.ts";
import { mainTarget } from "../subjects.ts";
import type { DeliveryCost, DeliveryTime } from "../types.ts";
import type { Analysis, Row } from "./analyze.ts";
import type { Link } from "./link-time.ts";
import { medianOf } from "./summary.ts";

export const TIMES: readonly DeliveryTime[] = ["pulled", "started", "read"];

const COSTS: readonly DeliveryCost[] = [
  "received",
  "receivedLater",
  "receivedByFirstOutput",
  "sent",
  "requests",
  "written",
  "clientCpu",
  "serverCpu",
];

/** A store that held nothing, and those that held the version before what is delivered. */
export const EMPTY = "empty-store";
export const FILE_CHANGED = "file-changed";
export const DEPENDENCY_CHANGED = "dependency-changed";

/** The size of the file that changes, in bytes. */
export const CHANGED_FILE_BYTES = 20_000;

/** Medians over the rounds. */
export interface DeliveryCell extends Link {
  readonly subject: string;
  readonly target: string;
  readonly format: string;
  /** What the client's store holds before. */
  readonly store: string;
  /** Whether what is delivered runs in a machine that was emulated. */
  readonly emulated: boolean;
  /** In seconds. */
  readonly times: Readonly<Partial<Record<DeliveryTime, number>>>;
  readonly costs: Readonly<Partial<Record<DeliveryCost, number>>>;
}

/** Whether a workload measures deliveries. */
export function isDelivery({ metrics, subjects = [] }: WorkloadPlan): boolean {
  return (
    metrics.some((metric) => metric.ofDelivery === "pulled") &&
    subjects.some(({ at }) => linkOf(at) !== undefined)
  );
}

/** The cells of a workload that have any time, in the order of its plan. */
export function deliveriesOf(
  { rows, targets }: Pick<Analysis, "rows" | "targets">,
  workload: WorkloadPlan,
): readonly DeliveryCell[] {
  const emulated = new Set(targets.filter(isEmulated).map(({ id }) => id));
  const bySubject = pointsOf(rows, workload);
  return (workload.subjects ?? []).flatMap((subject): DeliveryCell[] => {
    const { at } = subject;
    const link = linkOf(at);
    if (link === undefined) return [];
    const target = mainTarget(subject);
    const points = bySubject.get(subject.id) ?? [];
    return [...new Set(points.map(({ store }) => store))].flatMap((store): DeliveryCell[] => {
      const medianOfPart = (part: DeliveryTime | DeliveryCost) =>
        points.find((point) => point.store === store && point.part === part)?.median;
      const times = valuesOf(TIMES, (time) => positive(medianOfPart(time), 1e9));
      if (Object.keys(times).length === 0) return [];
      const costs = valuesOf(COSTS, (cost) => notNegative(medianOfPart(cost)));
      const named = { subject: subject.id, target, format: String(at["format"]), store };
      return [{ ...named, ...link, emulated: emulated.has(target), times, costs }];
    });
  });
}

interface Point {
  readonly part: DeliveryTime | DeliveryCost;
  readonly store: string;
  readonly median: number;
}

/** What was measured of each subject, in the order of its stores. */
function pointsOf(
  rows: readonly Row[],
  { id, metrics }: WorkloadPlan,
): ReadonlyMap<string, readonly Point[]> {
  const found = new Map<string, Point[]>();
  for (const { workload, subject, order, metric, summary } of rows) {
    const declared = metrics[order];
    const part = workload === id ? declared?.ofDelivery : undefined;
    if (declared === undefined || part === undefined) continue;
    const points = found.get(subject) ?? [];
    found.set(subject, points);
    points.push({ part, store: metric.slice(declared.id.length + 1), median: summary.median });
  }
  return found;
}

/**
 * What travels both ways until all files are read, headers included; undefined where one of the two
 * is not known. Lazy formats fetch most of it after the pull.
 */
export function wireBytes(
  cells: readonly DeliveryCell[],
  of: Pick<DeliveryCell, "format" | "store">,
): { readonly received: number; readonly sent: number } | undefined {
  const [received, sent] = [receivedBytes(cells, of), costOf(cells, "sent", of)];
  return received === undefined || sent === undefined ? undefined : { received, sent };
}

/** A lazy format fetches more than this share of its bytes after the pull. */
const LAZY_SHARE = 0.05;

/** Whether a format leaves much of what is delivered for later: it is fetched when it is read. */
export function isLazy(
  cells: readonly DeliveryCell[],
  of: Pick<DeliveryCell, "format" | "store">,
): boolean {
  const [pulled, all] = [costOf(cells, "received", of), receivedBytes(cells, of)];
  return pulled !== undefined && all !== undefined && all - pulled > LAZY_SHARE * all;
}

/** What comes until all files are read. */
export function receivedBytes(
  cells: readonly DeliveryCell[],
  of: Pick<DeliveryCell, "format" | "store">,
): number | undefined {
  const pulled = costOf(cells, "received", of);
  return pulled === undefined ? undefined : pulled + (costOf(cells, "receivedLater", of) ?? 0);
}

/** What a cost is in a format and a store: the median over links, which hardly change it. */
export function costOf(
  cells: readonly DeliveryCell[],
  cost: DeliveryCost,
  of: Pick<DeliveryCell, "format" | "store">,
): number | undefined {
  const values = cells
    .filter(({ format, store }) => format === of.format && store === of.store)
    .flatMap(({ costs }) => costs[cost] ?? []);
  return values.length === 0 ? undefined : medianOf(values);
}

/** Each once, in the order in which they come. */
export function distinctOf<K extends "format" | "store">(
  cells: readonly DeliveryCell[],
  key: K,
): readonly string[] {
  return [...new Set(cells.map((cell) => cell[key]))];
}

/** Runs from before links had a delay say nothing of it. */
function linkOf(at: Readonly<Record<string, string | number>>): Link | undefined {
  const [mbit, rttMs] = [at["mbit"], at["rttMs"] ?? 0];
  if (typeof at["format"] !== "string" || typeof mbit !== "number") return undefined;
  if (typeof rttMs !== "number" || !(mbit > 0) || !(rttMs >= 0)) return undefined;
  return Number.isFinite(mbit) && Number.isFinite(rttMs) ? { mbit, rttMs } : undefined;
}

function valuesOf<N extends string>(
  names: readonly N[],
  value: (name: N) => number | undefined,
): Partial<Record<N, number>> {
  const found: Partial<Record<N, number>> = {};
  for (const name of names) {
    const one = value(name);
    if (one !== undefined) found[name] = one;
  }
  return found;
}

function positive(value: number | undefined, unit: number): number | undefined {
  return value !== undefined && value > 0 && Number.isFinite(value) ? value / unit : undefined;
}

function notNegative(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 && Number.isFinite(value) ? value : undefined;
}
