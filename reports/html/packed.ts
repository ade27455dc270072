/**
 * What a cell was in earlier runs, as a text that is short enough for a page with thousands of such
 * figures: each is a few characters. They are rounded as they are shown, so nothing is lost.
 */
import { digits } from "../numbers.ts";

export interface PastFigure {
  readonly median: number;
  readonly low?: number;
  readonly high?: number;
}

/** The digits of a number to the base 64. */
const CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const BASE = CHARS.length;
const ENDS = 3;
/** Figures come from files of others. What no axis could show is left out. */
const MOST = 1e9;

/**
 * Figures by the places of their runs, from the first one that is there: in the unit of `factor`
 * base units. Undefined if there is none.
 */
export function packed(
  figures: readonly (PastFigure | undefined)[],
  factor: number,
): string | undefined {
  const texts = figures.map((figure) => shownEnds(figure, factor));
  const from = texts.findIndex(([median]) => median !== undefined);
  const known = texts.flat().filter((text) => text !== undefined);
  if (from < 0) return undefined;
  const decimals = Math.max(...known.map((text) => text.split(".")[1]?.length ?? 0));
  const stepsOf = (text: string) => Math.round(Number(text) * 10 ** decimals);
  const steps = known.map(stepsOf);
  const low = Math.min(...steps);
  const range = Math.max(...steps) - low;
  let width = 1;
  // The last number of a width stands for what is not known.
  while (BASE ** width - 1 <= range) width++;
  const numbers = texts
    .slice(from)
    .flat()
    .map((text) => inBase(text === undefined ? BASE ** width - 1 : stepsOf(text) - low, width));
  return [from, decimals, width, low, numbers.join("")].join(" ");
}

/** Median and both ends of the interval, as they are shown. */
function shownEnds(
  figure: PastFigure | undefined,
  factor: number,
): readonly (string | undefined)[] {
  const { median, low, high } = figure ?? {};
  if (!isShown(median, factor)) return [undefined, undefined, undefined];
  const both = isShown(low, factor) && isShown(high, factor);
  return [median, ...(both ? [low, high] : [undefined, undefined])].map((end) =>
    end === undefined ? undefined : digits(end / factor),
  );
}

function isShown(value: number | undefined, factor: number): value is number {
  return value !== undefined && Math.abs(value / factor) < MOST;
}

function inBase(number: number, width: number): string {
  let [text, left] = ["", number];
  while (text.length < width) {
    text = `${CHARS[left % BASE]}${text}`;
    left = Math.floor(left / BASE);
  }
  return text;
}

/** What `packed` made of figures: by the places of their runs, in the unit that is shown. */
export function unpacked(text: string): ReadonlyMap<number, PastFigure> {
  const [from = "", decimals = "", width = "", low = "", numbers = ""] = text.split(" ");
  const [size, step] = [Number(width), 10 ** Number(decimals)];
  const ends: (number | undefined)[] = [];
  for (let at = 0; at < numbers.length; at += size) {
    const number = [...numbers.slice(at, at + size)].reduce(
      (sum, char) => sum * BASE + CHARS.indexOf(char),
      0,
    );
    ends.push(number === BASE ** size - 1 ? undefined : (number + Number(low)) / step);
  }
  const figures = new Map<number, PastFigure>();
  for (let at = 0; at < ends.length; at += ENDS) {
    const [median, bottom, top] = ends.slice(at, at + ENDS);
    if (median === undefined) continue;
    figures.set(Number(from) + at / ENDS, {
      median,
      ...(bottom === undefined || top === undefined ? {} : { low: bottom, high: top }),
    });
  }
  return figures;
}
