/**
 * Where the words of a chart go. Its width is not known when it is made, so lines are as long as a
 * phone is wide: no word is cut off there, and none runs into another.
 */

/** A phone of 390 pixels, less the margins of the page. */
const LINE_PX = 350;
export const LEGEND_LINE_PX = 18;
const MARK_PX = 14;
const GAP_PX = 12;
/** From the left edge to the middle of a mark. */
const INDENT_PX = 7;

/** The legend's font is smaller on a phone than elsewhere: this is for the larger one. */
const LETTER_PX = 6.6;
const WIDE_LETTER_PX = 12;
/** Headings are bold. On a phone their letters have 11 pixels. */
const BOLD_LETTER_PX = 6.7;
const BOLD_WIDE_LETTER_PX = 11;

/** Letters that are as wide as they are high: those of Korean, Chinese and Japanese. */
const WIDE = /[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]/;

function widthOf(text: string, letter: number, wide: number): number {
  return [...text].reduce((sum, one) => sum + (WIDE.test(one) ? wide : letter), 0);
}

interface Worded {
  readonly text: string;
}

/** One after the other, in as many lines as it takes. */
export function legendPlaces(items: readonly Worded[]): readonly { x: number; y: number }[] {
  let [x, line] = [0, 0];
  return items.map(({ text }) => {
    const width = MARK_PX + widthOf(text, LETTER_PX, WIDE_LETTER_PX);
    if (x > 0 && x + width > LINE_PX) [x, line] = [0, line + 1];
    const place = { x: Math.round(x) + INDENT_PX, y: 12 + line * LEGEND_LINE_PX };
    x += width + GAP_PX;
    return place;
  });
}

/** In pixels. */
export function legendHeight(items: readonly Worded[]): number {
  const last = legendPlaces(items).at(-1);
  return last === undefined ? 0 : last.y + 12;
}

/** A heading in lines that a phone has room for. A single word is not divided. */
export function inLines(heading: string): readonly string[] {
  return divided(heading, (text) => widthOf(text, BOLD_LETTER_PX, BOLD_WIDE_LETTER_PX) <= LINE_PX);
}

/** A row's label, likewise: it has a share of the width. */
export function labelLines(label: string, share: number): readonly string[] {
  return divided(label, (text) => widthOf(text, LETTER_PX, WIDE_LETTER_PX) <= share * LINE_PX);
}

function divided(text: string, isFitting: (line: string) => boolean): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    const fits = isFitting(longer);
    if (lines.length === 0 || !fits) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** The font of an axis has 9 pixels on a phone. */
const TICK_LETTER_PX = 5.5;
const TICK_GAP_PX = 2;

/**
 * Which ticks of an axis have room for their labels on a phone: all of them, or every second, and so
 * on. `axisPercent`: how much of a chart's width the axis takes. `at`: where a tick is on it, 0 to 1.
 */
export function labelledTicks(
  ticks: readonly { readonly at: number; readonly text: string }[],
  axisPercent: number,
): readonly boolean[] {
  const axisPx = (LINE_PX * axisPercent) / 100;
  const half = (text: string) => (text.length * TICK_LETTER_PX) / 2;
  const areApart = (shown: typeof ticks) =>
    shown.every(({ at, text }, index) => {
      const next = shown[index + 1];
      if (next === undefined) return true;
      return (next.at - at) * axisPx >= half(text) + half(next.text) + TICK_GAP_PX;
    });
  let every = 1;
  while (every < ticks.length && !areApart(ticks.filter((_, index) => index % every === 0)))
    every++;
  return ticks.map((_, index) => index % every === 0);
}
