/** The figures of claims, as every report shows them. */
import type { ClaimResult, PartResult, Rule } from "../bench/claims/result.ts";
import { keyOf, say } from "../bench/messages.ts";
import { highestOf, lowestOf } from "../bench/stats/extent.ts";
import type { Message } from "../bench/types.ts";
import { quantity } from "./numbers.ts";
import { percent, sureText } from "./text/figures.ts";

/** What a page makes of a figure. */
export type MarkFigure = (part: PartResult, figure: Message) => Message | string;

/** A line for each target; targets whose figures are the same stand together. */
export function partTexts(
  parts: readonly PartResult[],
  mark: MarkFigure = (_part, figure) => figure,
): readonly Message[] {
  const byTarget = grouped(parts.map((part) => [part.target, part] as const));
  const targets = new Map<string, { readonly names: string[]; readonly parts: PartResult[] }>();
  for (const [target, own] of byTarget) {
    const key = own.map((part) => keyOf(figureOf(part))).join();
    const known = targets.get(key);
    if (known === undefined) targets.set(key, { names: [target], parts: own });
    else known.names.push(target);
  }
  return [...targets.values()].map(({ names, parts: own }) =>
    say("claims.of-targets", {
      targets: names,
      figures: own.map((part) => mark(part, figureOf(part))),
    }),
  );
}

/** What is missing, target by target. */
export function gapTexts(gaps: ClaimResult["gaps"]): readonly Message[] {
  return [...grouped(gaps.map(({ target, about }) => [target, about] as const))].map(
    ([target, about]) => say("claims.gap", { targets: target === "" ? [] : [target], about }),
  );
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

function figureOf(part: PartResult): Message {
  const { lossy, estimate } = part;
  const plain = plainFigure(part);
  const figure = estimate === undefined ? plain : say("claims.other-centre", { figure: plain });
  return lossy === true ? say("claims.lossy", { figure }) : figure;
}

/** The checks that have sentences of their own. */
const SENTENCES: Readonly<Record<string, Readonly<Record<PartResult["answer"], Message>>>> = {
  "files.root": {
    yes: say("claims.not-on-host"),
    no: say("claims.on-host"),
    open: say("claims.nobody-knows"),
  },
  "kernel.sysctl-kernel": {
    yes: say("claims.settings-kept"),
    no: say("claims.settings-open"),
    open: say("claims.settings-unknown"),
  },
  "scaled.only-loaded": {
    yes: say("claims.only-loaded"),
    no: say("claims.not-only-loaded"),
    open: say("claims.loaded-open"),
  },
  "versions.own": {
    yes: say("claims.versions-own"),
    no: say("claims.versions-not-own"),
    open: say("claims.versions-open"),
  },
};

function plainFigure(part: PartResult): Message {
  const { kind, about, figure, answer, against = "", of = 0 } = part;
  const range = rangeOf(part);
  switch (kind) {
    case "slowdown":
      return say("claims.slowdown", { about, times: shownFigure(kind, figure), range });
    case "start-added":
      return say("claims.added", { about, time: shownFigure(kind, figure), range });
    case "size":
      return say("claims.size", { times: shownFigure(kind, figure), against });
    case "times":
      return say("claims.times", { about, times: shownFigure(kind, figure), range });
    case "reuse":
      return say("claims.reuse", { about, share: shownFigure(kind, figure), format: against });
    case "count":
      return say("claims.count", { figure: shownFigure(kind, figure) });
    case "bytes":
      return say("claims.same-files", { same: figure, all: of });
    case "promise":
      return SENTENCES[part.check ?? ""]?.[answer] ?? say(`claims.promise-${answer}`, { about });
    default:
      return say("claims.start", { time: shownFigure(kind, figure), range });
  }
}

function rangeOf({ kind, low, high }: PartResult): Message | string {
  if (low === undefined || high === undefined) return "";
  return say("claims.range", { low: shownFigure(kind, low), high: shownFigure(kind, high) });
}

/** `1.03x`, `22.9 ms`, and `+4.3 ms` for what is added. */
export function shownFigure(kind: PartResult["kind"], value: number): string {
  if (kind === "reuse") return percent(value);
  if (kind === "count") return String(value);
  if (kind === "slowdown" || kind === "size" || kind === "times") return `${value.toFixed(2)}x`;
  if (kind !== "start-added") return quantity(value, "ns");
  return `${value < 0 ? "-" : "+"}${quantity(Math.abs(value), "ns")}`;
}

/** How sure the ranges are, and how many rounds they rest on. */
export function sureOf(parts: readonly PartResult[]): Message | undefined {
  const confidences = parts.flatMap(({ confidence }) => confidence ?? []);
  const rounds = parts.flatMap(({ rounds }) => rounds ?? []);
  if (confidences.length === 0) return undefined;
  return say("claims.sure", {
    confidence: sureText(lowestOf(confidences)),
    least: lowestOf(rounds),
    most: highestOf(rounds),
  });
}

/** The lowest and the highest figure of each kind, which say of what: `slowdown 1.00x to 1.11x`. */
export function extents(parts: readonly PartResult[]): readonly Message[] {
  return [...grouped(parts.map((part) => [part.kind, part] as const)).values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined || first.kind === "promise" || first.kind === "bytes") return [];
    const extent = extentOf(first, of);
    const isOther = of.some(({ estimate }) => estimate !== undefined);
    return [isOther ? say("claims.other-centre", { figure: extent }) : extent];
  });
}

function extentOf({ kind, against = "" }: PartResult, of: readonly PartResult[]): Message {
  const [lowest, highest] = [lowestOf, highestOf].map((pick) =>
    shownFigure(kind, pick(of.map(({ figure }) => figure))),
  ) as [string, string];
  const figures =
    lowest === highest
      ? say("verbatim", { text: lowest })
      : say("claims.from-to", { low: lowest, high: highest });
  switch (kind) {
    case "slowdown":
      return say("claims.extent-slowdown", { figures });
    case "start-added":
      return say("claims.extent-added", { figures });
    case "times":
      return say("claims.extent-times", { figures });
    case "reuse":
      return say("claims.extent-reuse", { figures });
    case "count":
      return say("claims.extent-count", { figures });
    case "size":
      return say("claims.extent-size", { figures, against });
    default:
      return figures;
  }
}

export function ruleText({ kind, is, bound }: Rule): Message {
  return say(`claims.rule-${kind}-${is}`, { figure: boundText(kind, bound) });
}

function boundText(kind: Rule["kind"], bound: number): string {
  if (kind === "size" || kind === "times" || kind === "reuse" || kind === "count") {
    return shownFigure(kind, bound);
  }
  return kind === "slowdown" ? percent(bound - 1) : quantity(bound, "ns");
}
