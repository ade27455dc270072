/** What the page's script needs to answer what a delivery would take over a link of the reader's. */
import { EMPTY, FILE_CHANGED, TIMES } from "../../bench/stats/deliveries.ts";
import { highestOf, lowestOf } from "../../bench/stats/extent.ts";
import type { Link, LinkModel } from "../../bench/stats/link-time.ts";
import { type Deliveries, deliveriesIn, isLoose, orAbsent } from "../deliveries.ts";
import type { ReportInput } from "../model.ts";
import { answerText, type Measured } from "./link-answers.ts";

/** A workload's models. */
export interface AskedLinks {
  /** Of its form and of its cells: see `AskLink`. */
  readonly id: string;
  readonly models: readonly AskedModel[];
  /** What stands where there is no model. */
  readonly absent: string;
}

export interface AskedModel extends LinkModel {
  /** Place in `TIMES`. */
  readonly time: number;
  /** Line and column of the table. */
  readonly at: readonly [line: number, column: number];
  /** Whether it missed by too much in its check. */
  readonly loose: boolean;
  /** The links of its own format: not each is measured over all. */
  readonly measured: Measured;
}

export function askedLinks(input: ReportInput): readonly AskedLinks[] {
  return deliveriesIn(input).flatMap((of) => {
    const models = modelsOf(of);
    return models.length === 0 ? [] : [{ id: of.workload.id, models, absent: orAbsent(undefined) }];
  });
}

export function modelsOf({ models, formats, stores }: Deliveries): readonly AskedModel[] {
  return models.map((one) => ({
    bytes: one.model.bytes,
    fixedSeconds: rounded(one.model.fixedSeconds),
    unpackSeconds: rounded(one.model.unpackSeconds),
    trips: rounded(one.model.trips),
    time: TIMES.indexOf(one.time),
    at: [formats.findIndex(({ format }) => format === one.format), stores.indexOf(one.store)],
    loose: isLoose(one),
    measured: measuredOf(one),
  }));
}

export function measuredOf({ links }: Pick<Deliveries, "links">): Measured {
  const [rates, trips] = [links.map(({ mbit }) => mbit), links.map(({ rttMs }) => rttMs)];
  return {
    mbit: [lowestOf(rates), highestOf(rates)],
    rttMs: [lowestOf(trips), highestOf(trips)],
  };
}

/** Six digits are enough for an answer of three. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** Links that many readers have, of which one that was not measured at any delay has none. */
const COMMON: readonly Link[] = [
  { mbit: 20, rttMs: 30 },
  { mbit: 100, rttMs: 15 },
  { mbit: 300, rttMs: 40 },
  { mbit: 1000, rttMs: 1 },
];

export function commonLinks({ rttMs: [low, high] }: Measured): readonly Link[] {
  return low < high ? COMMON : COMMON.map(({ mbit }) => ({ mbit, rttMs: low }));
}

/** What the form says at first: near what was measured. */
export function firstLink(measured: Measured): Link {
  const [, usual = { mbit: 100, rttMs: 0 }] = commonLinks(measured);
  const [low, high] = measured.mbit;
  return { mbit: Math.min(high, Math.max(low, usual.mbit)), rttMs: usual.rttMs };
}

/** What stands in a table without the script. */
export function answerOf(
  of: Deliveries,
  link: Link,
  cell: { readonly format: string; readonly store: string; readonly time: number },
): string {
  const models = modelsOf(of);
  const at = [
    of.formats.findIndex(({ format }) => format === cell.format),
    of.stores.indexOf(cell.store),
  ];
  const model = models.find(
    (one) => one.time === cell.time && one.at[0] === at[0] && one.at[1] === at[1],
  );
  return orAbsent(model === undefined ? undefined : answerText(link, model));
}

export const COMMON_STORES: readonly string[] = [EMPTY, FILE_CHANGED];
