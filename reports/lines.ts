/** Lines of a terminal, by the columns that their letters take: a Korean one takes two. */
import width from "string-width";

/** `text`, cut so that it takes no more columns. */
export function clipped(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = "";
  let taken = 0;
  for (const letter of text) {
    taken += width(letter);
    if (taken > columns - 1) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - width(text)));
}

/** `text` in lines, broken between words. What does not fit into the last line is cut. */
export function wrapped(text: string, columns: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (width(longer) <= columns || line === "" || lines.length === most - 1) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((one) => clipped(one, columns));
}

/** Columns of equal width, two spaces apart. The last is not padded. */
export function aligned(table: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const line of table) {
    for (const [at, text] of line.entries()) widths[at] = Math.max(widths[at] ?? 0, width(text));
  }
  return table.map((line) =>
    line
      .map((text, at) => padded(text, widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
