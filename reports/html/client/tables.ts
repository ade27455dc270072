/** Tables can be filtered, sorted by a column, and saved as CSV. */
import type { ToolWords } from "../data.ts";
import { csvOf } from "./csv.ts";
import { compareCells } from "./order.ts";
import { button, save } from "./save.ts";

/** A shorter table needs no filter. */
const LONG = 8;

/** All but the few lines of the first screen, whose figures other tables have as well. */
export function enhanceTables(words: ToolWords, name: string): void {
  for (const [index, table] of document
    .querySelectorAll<HTMLTableElement>("table:not(.costs)")
    .entries()) {
    enhanceTable(table, words, `${name}-${table.id || `table-${index + 1}`}.csv`);
  }
}

/**
 * What is wider than its frame can be scrolled by the keyboard as well. Last of all, and all frames
 * are measured before one is changed: each change would make the browser lay out the page again.
 */
export function letTablesScroll(tables: Iterable<HTMLTableElement>): void {
  const wide = [...tables].filter((table) => {
    const frame = table.closest(".scroll");
    return frame !== null && frame.scrollWidth > frame.clientWidth;
  });
  for (const table of wide) {
    const frame = table.closest(".scroll") as HTMLElement;
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", table.caption?.textContent ?? table.tHead?.textContent ?? "");
  }
}

export function enhanceTable(table: HTMLTableElement, words: ToolWords, file: string): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const tools = document.createElement("div");
  tools.className = "tools";
  if (body.rows.length >= LONG) tools.append(filterOf(body, words));
  tools.append(button(words.csv, () => save(file, "text/csv", csvOf(linesOf(table)))));
  (table.closest(".scroll") ?? table).before(tools);
  makeSortable(table, body);
}

function filterOf(body: HTMLTableSectionElement, words: ToolWords): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = words.filter;
  input.setAttribute("aria-label", words.filter);
  input.addEventListener("input", () => {
    const asked = input.value.trim().toLowerCase();
    for (const row of body.rows) {
      row.classList.toggle("filtered", !(row.textContent ?? "").toLowerCase().includes(asked));
    }
  });
  return input;
}

/** Lines in the order on the screen, without what is hidden. */
function linesOf(table: HTMLTableElement): string[][] {
  return [...table.rows]
    .filter((row) => row.getClientRects().length > 0 || row.parentElement?.tagName === "THEAD")
    .map((row) => [...row.cells].filter((cell) => !cell.hidden).map((cell) => cell.innerText));
}

function makeSortable(table: HTMLTableElement, body: HTMLTableSectionElement): void {
  const first = [...body.rows];
  for (const [column, head] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) {
    if (head.textContent === "") continue;
    const sort = button("", () => {
      const before = head.getAttribute("aria-sort");
      const next = before === null ? "ascending" : before === "ascending" ? "descending" : null;
      for (const other of table.tHead?.rows[0]?.cells ?? []) other.removeAttribute("aria-sort");
      if (next === null) {
        body.append(...first);
        return;
      }
      head.setAttribute("aria-sort", next);
      const text = (row: HTMLTableRowElement) => row.cells[column]?.textContent ?? "";
      const order = next === "descending";
      body.append(...[...first].sort((a, b) => compareCells(text(a), text(b), order)));
    });
    sort.className = "sort";
    sort.append(...head.childNodes);
    head.append(sort);
  }
}
