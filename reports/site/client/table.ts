/** A table of text. Nothing of it is read as HTML. */
export function tableOf(
  head: readonly string[],
  lines: readonly (readonly string[])[],
): HTMLTableElement {
  const table = document.createElement("table");
  const first = table.createTHead().insertRow();
  for (const text of head) cell(first, "th", text, "col");
  const body = table.createTBody();
  for (const line of lines) {
    const row = body.insertRow();
    line.forEach((text, at) => {
      if (at === 0) cell(row, "th", text, "row");
      else cell(row, "td", text);
    });
  }
  return table;
}

function cell(row: HTMLTableRowElement, kind: "th" | "td", text: string, scope?: string): void {
  const element = document.createElement(kind);
  element.textContent = text;
  if (scope !== undefined) element.setAttribute("scope", scope);
  row.append(element);
}
