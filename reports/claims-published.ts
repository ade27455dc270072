/** Figures that others publish about a claim. */
import type { Published } from "../bench/claims/claim.ts";
import { say } from "../bench/messages.ts";
import type { Message } from "../bench/types.ts";
import { quantity } from "./numbers.ts";
import { percent } from "./text/figures.ts";
import { t } from "./text/message.ts";

/** All of a claim's, in one line. Undefined if there are none. */
export function publishedLine(published: readonly Published[]): string | undefined {
  if (published.length === 0) return undefined;
  return t("claims.published", { figures: published.map(publishedText) });
}

export function publishedText({ what, value, unit, against, source }: Published): string {
  const [low, high] = typeof value === "number" ? [value, value] : value;
  const one = (figure: number) => publishedFigure(figure, unit);
  const figure =
    low === high ? one(low) : say("claims-published.range", { low: one(low), high: one(high) });
  return against === undefined
    ? t("claims-published.figure", { what, figure, source })
    : t("claims-published.figure-against", { what, figure, against, source });
}

function publishedFigure(value: number, unit: Published["unit"]): Message | string {
  if (unit === "share") return percent(value);
  if (unit !== "change") return quantity(value, unit);
  if (value === 0) return say("claims-published.no-change");
  return `${value < 0 ? "-" : "+"}${percent(value)}`;
}
