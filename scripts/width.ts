/** How many columns text takes on a terminal, where Korean letters take two. */

/** Hangul, CJK and full-width forms. Nothing else that isotax itself says is wide. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const COLOUR = /\u001b\[\d+m/g;

export function displayWidth(text: string): number {
  let width = 0;
  for (const letter of text.replaceAll(COLOUR, "")) width += WIDE.test(letter) ? 2 : 1;
  return width;
}

/** The beginning of a text that fits into so many columns. */
export function cutToWidth(text: string, columns: number): string {
  let left = columns;
  let end = 0;
  for (const letter of text) {
    left -= WIDE.test(letter) ? 2 : 1;
    if (left < 0) break;
    end += letter.length;
  }
  return text.slice(0, end);
}
