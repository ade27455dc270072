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
/** Figures come from files of others. What no axis could show is left out. */
const MOST = 1e9;

/**
 * Figures by the places of their runs, from the first one that is there: in the unit of `factor`
 * base units. Undefined if there is none. Of an interval stands how far its ends are from the
 * median, which takes fewer characters.
 */
export function packed(
  figures: readonly (PastFigure | undefined)[],
  factor: number,
): string | undefined {
  const texts = figures.map((figure) => shownEnds(figure, factor));
  const from = texts.findIndex(([median]) => median !== undefined);
  if (from < 0) return undefined;
  const decimals = Math.max(
    ...texts.flat().map((text) => (text === undefined ? 0 : (text.split(".")[1]?.length ?? 0))),
  );
  const steps = texts.slice(from).map((ends) => {
    const [median, low, high] = ends.map((text) =>
      text === undefined ? undefined : Math.round(Number(text) * 10 ** decimals),
    );
    if (median === undefined || low === undefined || high === undefined) return [median];
    return [median, median - low, high - median];
  });
  const medians = steps.flatMap(([median]) => median ?? []);
  const least = Math.min(...medians);
  const width = widthFor(Math.max(...medians) - least);
  const near = widthFor(
    Math.max(0, ...steps.flatMap(([, below = 0, above = 0]) => [below, above])),
  );
  const numbers = steps.map(([median, below, above]) =>
    [
      inBase(median === undefined ? undefined : median - least, width),
      inBase(below, near),
      inBase(above, near),
    ].join(""),
  );
  return [from, decimals, width, near, least, numbers.join("")].join(" ");
}

/** Median and both ends of the interval, as they are shown. */
function shownEnds(
  figure: PastFigure | undefined,
  factor: number,
): readonly (string | undefined)[] {
  const { median, low, high } = figure ?? {};
  if (!isShown(median, factor)) return [undefined];
  const shown = [median];
  if (isShown(low, factor) && isShown(high, factor) && low <= median && median <= high) {
    shown.push(low, high);
  }
  return shown.map((end) => digits(end / factor));
}

function isShown(value: number | undefined, factor: number): value is number {
  return value !== undefined && Math.abs(value / factor) < MOST;
}

/** The last number of a width stands for what is not known. */
function widthFor(most: number): number {
  let width = 1;
  while (unknownOf(width) <= most) width++;
  return width;
}

function unknownOf(width: number): number {
  return BASE ** width - 1;
}

function inBase(number: number | undefined, width: number): string {
  let [text, left] = ["", number ?? unknownOf(width)];
  while (text.length < width) {
    text = `${CHARS[left % BASE]}${text}`;
    left = Math.floor(left / BASE);
  }
  return text;
}

/** What `packed` made of figures: by the places of their runs, in the unit that is shown. */
export function unpacked(text: string): ReadonlyMap<number, PastFigure> {
  const [from = 0, decimals = 0, width = 0, near = 0, least = 0] = text.split(" ").map(Number);
  const numbers = text.slice(text.lastIndexOf(" ") + 1);
  const shown = (steps: number) => steps / 10 ** decimals;
  const size = width + 2 * near;
  const figures = new Map<number, PastFigure>();
  for (let at = 0; at < numbers.length; at += size) {
    const past = numberIn(numbers.slice(at, at + width));
    const below = numberIn(numbers.slice(at + width, at + width + near));
    const above = numberIn(numbers.slice(at + width + near, at + size));
    if (past === undefined) continue;
    const median = least + past;
    figures.set(from + at / size, {
      median: shown(median),
      ...(below === undefined || above === undefined
        ? {}
        : { low: shown(median - below), high: shown(median + above) }),
    });
  }
  return figures;
}

function numberIn(chars: string): number | undefined {
  const number = [...chars].reduce((sum, char) => sum * BASE + CHARS.indexOf(char), 0);
  return number === unknownOf(chars.length) ? undefined : number;
}
