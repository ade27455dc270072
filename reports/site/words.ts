/** The words of trends and changes, for pages and for the feed. */

import { say } from "../../bench/messages.ts";
import { isWorse, type Trend } from "../../bench/stats/trends.ts";
import type { Message, Said, Unit } from "../../bench/types.ts";
import { printable } from "../format.ts";
import { hostFact } from "../host-words.ts";
import { dayOf } from "../html/day.ts";
import { quantity } from "../numbers.ts";
import { t, textOf, wordsOf } from "../text/message.ts";
import type { DatedChange, Mark } from "./site.ts";

/** `1.03x`, `+4.3 ms`, `71 MB`. */
export function valueText(
  { followed, unit }: Pick<Trend, "followed" | "unit">,
  value: number,
): string {
  if (followed === "slowdown") return `${value.toFixed(2)}x`;
  if (followed !== "difference") return quantity(value, unit);
  return differenceText(value, unit);
}

export function differenceText(value: number, unit: Unit): string {
  return `${value < 0 ? "-" : "+"}${quantity(Math.abs(value), unit)}`;
}

export function targetText({ target, emulated }: Pick<Trend, "target" | "emulated">): string {
  return emulated ? t("site.emulated-target", { target }) : target;
}

export function seriesText(trend: Trend): string {
  const { workload, metric } = trend;
  return printable(t("site.series", { workload, metric, target: targetText(trend) }));
}

/** `worse`, `better`, or `other` where the metric has no better. */
export function directionOf({ trend, shift }: Pick<Mark, "trend" | "shift">): string {
  const worse = isWorse(trend, shift);
  if (worse === undefined) return "other";
  return worse ? "worse" : "better";
}

/** A change in one sentence, without its end. */
export function markText(mark: Mark): string {
  const { trend, shift, from, to } = mark;
  const values = {
    series: seriesText(trend),
    before: valueText(trend, shift.before),
    after: valueText(trend, shift.after),
    worse: directionOf(mark),
    run: to.run.runId,
    day: dayOf(to.run.createdAt),
  };
  return shift.kind === "step"
    ? t("site.step", values)
    : t("site.creep", { ...values, since: dayOf(from.run.createdAt) });
}

/** Texts of facts may be long lists. */
const LONGEST = 90;

export function changeText({ field, fact, before, after, run }: DatedChange): string {
  return printable(
    t("site.there-item", {
      field: fieldText(field, fact),
      before: clipped(hostFact(fact ?? "", before)),
      after: clipped(hostFact(fact ?? "", after)),
      run: run.runId,
      day: dayOf(run.createdAt),
    }),
  );
}

/** Each language has its own words for names of facts. */
function fieldText(field: Message, fact: string | undefined): Message {
  if (fact === undefined) return field;
  return { code: field.code, values: { ...field.values, fact: wordsOf("fact", fact, fact) } };
}

function clipped(said: Said): string {
  const text = textOf(said);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** How a host is called: what it is, since it has no name. */
export function hostText({ host }: { readonly host: Readonly<Record<string, Said>> }): string {
  const fact = (name: string) => host[name] ?? "";
  return printable(
    t("site.host", { cpu: fact("CPU"), cores: fact("cores"), memory: fact("memory") }),
  );
}

export const FOLLOWED = {
  slowdown: say("site.followed-slowdown"),
  difference: say("site.followed-difference"),
  exact: say("site.followed-exact"),
  own: say("site.followed-own"),
} as const satisfies Record<Trend["followed"], Message>;
