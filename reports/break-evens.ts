/** Which format is faster over which links, in sentences. */

import {
  type BreakEven,
  breakEven,
  type RateRange,
  SAME,
  savesUpTo,
} from "../bench/stats/break-even.ts";
import { EMPTY, FILE_CHANGED } from "../bench/stats/deliveries.ts";
import { highestOf, lowestOf } from "../bench/stats/extent.ts";
import type { DeliveryModel } from "../bench/stats/link-models.ts";
import { type Link, type LinkModel, secondsOver } from "../bench/stats/link-time.ts";
import type { DeliveryTime } from "../bench/types.ts";
import {
  type Deliveries,
  isLoose,
  linkText,
  modelOf,
  secondsText,
  storeText,
  timeText,
} from "./deliveries.ts";
import { digits } from "./numbers.ts";
import { t } from "./text/message.ts";

/** A pull alone says nothing of a format that fetches files later. */
const TIMES: readonly DeliveryTime[] = ["started", "read"];

/** Pairs of formats grow with the square of their number, and a run folder may name many. */
const MOST_FORMATS = 24;

/** Of all formats of one kind, in one store, until one moment, at one delay. */
interface Race {
  readonly store: string;
  readonly time: string;
  readonly delay: string;
  readonly rttMs: number;
  readonly models: readonly DeliveryModel[];
}

/** Formats that change places at some rate; then formats that never are the slower one. */
export function breakEvenLines(of: Deliveries): readonly string[] {
  const races = racesOf(of);
  return [...races.flatMap(crossings), ...races.flatMap(winners)];
}

function racesOf(of: Deliveries): readonly Race[] {
  const delays = extremes(of.links.map(({ rttMs }) => rttMs));
  return [false, true].flatMap((emulated) =>
    [EMPTY, FILE_CHANGED].flatMap((store) =>
      TIMES.flatMap((time) =>
        delays.flatMap((rttMs): Race[] => {
          const models = of.models.filter(
            (one) =>
              one.emulated === emulated &&
              one.store === store &&
              one.time === time &&
              !isLoose(one),
          );
          if (models.length < 2) return [];
          const delay = delays.length === 1 ? "" : t("report-delivery.with-delay", { rttMs });
          const words = { store: storeText(store), time: timeText(time), delay };
          return [{ ...words, rttMs, models: models.slice(0, MOST_FORMATS) }];
        }),
      ),
    ),
  );
}

/** The rates between which all of them were measured, at any delay. Undefined if there are none. */
function rangeOf(
  models: readonly Pick<DeliveryModel, "links">[],
  rttMs: number,
): RateRange | undefined {
  const rates = models.map(({ links }) => links.map(({ mbit }) => mbit));
  const low = highestOf(rates.map(lowestOf));
  const high = lowestOf(rates.map(highestOf));
  return low < high ? { low, high, rttMs } : undefined;
}

function extremes(values: readonly number[]): readonly number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return sorted.length < 2 ? sorted : [sorted[0] as number, sorted.at(-1) as number];
}

/** Over the rates that both were measured over. Undefined if there are none. */
function between(
  first: DeliveryModel,
  second: DeliveryModel,
  rttMs: number,
): BreakEven | undefined {
  const range = rangeOf([first, second], rttMs);
  return range && breakEven(first.model, second.model, range);
}

function crossings({ models, rttMs, store, time, delay }: Race): readonly string[] {
  return models.flatMap((first, index) =>
    models.slice(index + 1).flatMap((second) => {
      const found = between(first, second, rttMs);
      if (found?.faster !== "crosses") return [];
      const [below, above] = found.below === "first" ? [first, second] : [second, first];
      const formats = { below: below.format, above: above.format };
      return [
        t("report-delivery.crosses", { store, time, delay, ...formats, mbit: digits(found.mbit) }),
      ];
    }),
  );
}

function winners({ models, rttMs, store, time, delay }: Race): readonly string[] {
  return models.flatMap((one) => {
    const others = models.filter((other) => other !== one);
    const found = others.map((other) => between(one, other, rttMs)?.faster ?? "same");
    const isFirst = found.every((faster) => faster === "first" || faster === "same");
    const beaten = others.filter((_, index) => found[index] === "first");
    if (!isFirst || beaten.length === 0) return [];
    const names = { faster: one.format, others: beaten.map(({ format }) => format) };
    return [t("report-delivery.always", { store, time, delay, ...names })];
  });
}

const ONE_SECOND = 1;

/** What it saves that the store has the version before: a line for each format that saves anything. */
export function reuseLines(of: Deliveries): readonly string[] {
  const shortest = extremes(of.links.map(({ rttMs }) => rttMs))[0] ?? 0;
  return of.formats.flatMap(({ format }): string[] => {
    const [later, sooner] = [EMPTY, FILE_CHANGED].map((store) =>
      modelOf(of, { format, store, time: "pulled" }),
    );
    if (later === undefined || sooner === undefined || isLoose(later) || isLoose(sooner)) return [];
    const range = rangeOf([later, sooner], shortest);
    if (range === undefined) return [];
    const links = [range.low, range.high].map((mbit) => ({ mbit, rttMs: range.rttMs }));
    const saved = links.map((link) => savedOver(link, later.model, sooner.model));
    if (saved.every((seconds) => seconds === undefined)) return [];
    const upTo = savesUpTo(ONE_SECOND, { sooner: sooner.model, later: later.model }, range);
    const [low = "", high = ""] = links.map(linkText);
    const [savedLow = "", savedHigh = ""] = saved.map((seconds) =>
      seconds === undefined ? t("report-delivery.hardly") : secondsText(seconds),
    );
    const told = t("report-delivery.reuse", { format, low, high, savedLow, savedHigh });
    const bound =
      upTo === undefined
        ? t("report-delivery.reuse-never")
        : t("report-delivery.reuse-up-to", { mbit: digits(upTo) });
    return [`${told} ${bound}`];
  });
}

/** In seconds. Undefined where it is no more than what a model does not know. */
function savedOver(link: Link, later: LinkModel, sooner: LinkModel): number | undefined {
  const seconds = secondsOver(link, later);
  const saved = seconds - secondsOver(link, sooner);
  return saved > SAME * seconds ? saved : undefined;
}
