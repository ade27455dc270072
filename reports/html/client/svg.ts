/** Makes elements of SVG and tables, as text and attributes: nothing is parsed. */

const NAMESPACE = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string | number>>;

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** What a chart is of, and of which run: the picture may leave the page. At this height, in pixels. */
export function origin(title: string, source: string, y: number): SVGTextElement {
  return svg("text", { class: "source", x: 0, y }, `${title} · ${source}`);
}

/** A table in a frame that scrolls. The first cell of a line names it. */
export function tableOf(
  id: string,
  caption: string,
  head: readonly string[],
  lines: readonly (readonly string[])[],
): { readonly frame: HTMLElement; readonly table: HTMLTableElement } {
  const frame = document.createElement("div");
  frame.className = "scroll";
  const table = document.createElement("table");
  table.id = id;
  table.createCaption().textContent = caption;
  const top = table.createTHead().insertRow();
  for (const text of head) top.append(cell("col", text));
  const body = table.createTBody();
  for (const [name = "", ...cells] of lines) {
    const row = body.insertRow();
    row.append(cell("row", name));
    for (const text of cells) row.insertCell().textContent = text;
  }
  frame.append(table);
  return { frame, table };
}

function cell(scope: string, text: string): HTMLTableCellElement {
  const made = document.createElement("th");
  made.scope = scope;
  made.textContent = text;
  return made;
}
