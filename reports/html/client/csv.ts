/** A table of the page as CSV. */

/**
 * Commas and quotes are quoted, as RFC 4180 has it. A spreadsheet takes what begins with one of
 * these for a formula, so such text has an apostrophe before it, unless it is a figure.
 */
const FORMULA = /^[=+\-@]/;
/** A figure with its unit, interval and number of rounds: `+3.25 ms [3.19, 3.32] n = 4`. */
const FIGURE = /^[-+][\d.]+ ?[a-zµ/]{0,4}(?: \[[-\d., ]+\])?(?: n = \d+)?$/i;

export function csvField(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  const safe = FORMULA.test(plain) && !FIGURE.test(plain) ? `'${plain}` : plain;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(lines: readonly (readonly string[])[]): string {
  return `${lines.map((line) => line.map(csvField).join(",")).join("\r\n")}\r\n`;
}
