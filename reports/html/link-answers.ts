/** The answer of a model, with its marks: the same in the page and in its script. */
import { type Link, type LinkModel, secondsOver } from "../../bench/stats/link-time.ts";
import { quantity } from "../numbers.ts";

/** The lowest and the highest that were measured. */
export interface Measured {
  readonly mbit: readonly [low: number, high: number];
  readonly rttMs: readonly [low: number, high: number];
}

/** `1.75 s`, `12.3 s *` beyond what was measured, `1.2 s ?` where the model is not to be trusted. */
export function answerText(
  link: Link,
  model: LinkModel & { readonly loose: boolean; readonly measured: Measured },
): string {
  const seconds = secondsOver(link, model);
  const marks = [isBeyond(link, model.measured) ? "*" : "", model.loose ? "?" : ""].filter(Boolean);
  return [quantity(seconds * 1e9, "ns"), ...marks].join("\u00a0");
}

function isBeyond(link: Link, measured: Measured): boolean {
  return isOutside(link.mbit, measured.mbit) || isOutside(link.rttMs, measured.rttMs);
}

function isOutside(value: number, [low, high]: readonly [number, number]): boolean {
  return value < low || value > high;
}
