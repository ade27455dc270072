/**
 * Each line and cell of a table has an address, a link to copy, and can be reached by the keyboard.
 * All of it is made here: in the page it would be a third of its size.
 */
import type { ToolWords } from "../data.ts";
import { idOf } from "../parts/ids.ts";
import { copyingLink } from "./links.ts";

const CELLS = "tbody :is(th, td)";

/** Lines without an id get one by their first cell, cells by their line and column. */
export function nameCells(tables: Iterable<HTMLTableElement>): void {
  const taken = new Set([...document.querySelectorAll("[id]")].map(({ id }) => id));
  for (const table of tables) {
    if (table.id === "") continue;
    const columns = [...(table.tHead?.rows[0]?.cells ?? [])].map((head, column) =>
      // Names of metrics and targets are the same in every language. Those of other columns are not.
      table.classList.contains("text")
        ? String(column + 1)
        : idOf(head.dataset["target"] ?? head.textContent),
    );
    for (const [number, row] of [...(table.tBodies[0]?.rows ?? [])].entries()) {
      row.id ||= free(idOf(table.id, lineName(row, number)), taken);
      for (const cell of row.querySelectorAll("td")) {
        cell.id ||= free(`${row.id}--${columns[cell.cellIndex] ?? ""}`, taken);
      }
    }
  }
}

/** Its first words, if an id can have them; else its number. */
function lineName(row: HTMLTableRowElement, number: number): string {
  const text = (row.cells[0]?.textContent ?? "").trim();
  return /^[\x20-\x7e]{1,60}$/.test(text) ? text : String(number + 1);
}

function free(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
  taken.add(id);
  return id;
}

/** There are thousands of cells, and one link, which stands in the cell that is looked at. */
export function offerCellLinks(words: ToolWords): void {
  let link: HTMLAnchorElement | undefined;
  const offer = ({ target, relatedTarget: from }: MouseEvent | FocusEvent) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>(CELLS) : null;
    const id = cell?.id || cell?.closest("tr")?.id;
    if (cell === null || !id || cell === link?.parentElement) return;
    link?.remove();
    link = copyingLink(id, cell.textContent, words);
    link.classList.add("of-cell");
    // The keyboard stops at it behind a cell that it walked to, not in each table that it passes.
    const walked = from instanceof Element && cell.closest("table")?.contains(from) === true;
    link.tabIndex = walked ? 0 : -1;
    cell.append(link);
  };
  document.addEventListener("pointerover", offer);
  document.addEventListener("focusin", offer);
}

/** The keyboard stops once in a table. Arrows lead from cell to cell. */
export function walkCells(tables: NodeListOf<HTMLTableElement>): void {
  for (const table of tables) {
    const cells = table.querySelectorAll<HTMLElement>(CELLS);
    for (const cell of cells) cell.tabIndex = -1;
    const first = [...cells].find(({ tagName }) => tagName === "TD");
    if (first === undefined) continue;
    first.tabIndex = 0;
    table.addEventListener("keydown", (event) => {
      const cell = event.target;
      if (!(cell instanceof HTMLTableCellElement)) return;
      const next = neighbourOf(cell, event.key);
      if (next === undefined) return;
      event.preventDefault();
      for (const other of cells) other.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }
}

const MOVES: Readonly<Record<string, readonly [lines: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The next cell in this direction that is in sight. */
function neighbourOf(cell: HTMLTableCellElement, pressed: string): HTMLElement | undefined {
  const [lines, columns] = MOVES[pressed] ?? [0, 0];
  if (lines === 0 && columns === 0) return undefined;
  const rows = [...(cell.closest("tbody")?.rows ?? [])];
  let row = rows.findIndex((one) => one.contains(cell)) + lines;
  let column = cell.cellIndex + columns;
  for (;;) {
    const next = rows[row]?.cells[column];
    if (next === undefined) return undefined;
    if (next.offsetParent !== null) return next;
    row += lines;
    column += columns;
  }
}

/** A link to a cell was followed before the cell had its id: it is followed once more. */
export function followCellLink(): void {
  const { hash } = location;
  if (hash.length < 2) return;
  location.replace("#");
  location.replace(hash);
}
