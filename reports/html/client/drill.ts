/**
 * From a figure to all rounds behind it: from a cell, a row of a chart, or a link that somebody
 * sent. Tables name their metrics; what a name has before it stands in `data-metrics`.
 */
import type { ChartWords } from "../data.ts";
import type { Views } from "./views.ts";

const MARK = "#rounds/";

export function enhanceDrilling(views: Views, words: ChartWords): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-metrics]")) {
    offerRounds(table, views, words);
  }
  for (const row of document.querySelectorAll<SVGGElement>("svg[data-metric] g[data-target]")) {
    const key = row.closest<SVGElement>("svg[data-metric]")?.dataset["metric"] ?? "";
    if (views.has(key)) row.addEventListener("click", () => go(key, row.dataset["target"] ?? ""));
  }
  addEventListener("hashchange", () => follow(views));
  follow(views);
}

/** The address has the figure, so that it can be sent. */
function go(key: string, target: string): void {
  location.hash = `${MARK}${[key, target].map(encodeURIComponent).join("/")}`;
}

function follow(views: Views): void {
  if (!location.hash.startsWith(MARK)) return;
  try {
    const [key = "", target = ""] = location.hash
      .slice(MARK.length)
      .split("/")
      .map(decodeURIComponent);
    if (views.has(key)) views.open(key, target);
  } catch {
    // An address that somebody has cut off leads to the page itself.
  }
}

/** A click on a cell leads to its rounds, and so does Enter. */
function offerRounds(table: HTMLTableElement, views: Views, words: ChartWords): void {
  const before = table.dataset["metrics"] ?? "";
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  for (const row of table.tBodies[0]?.rows ?? []) {
    const ofTarget = row.dataset["target"];
    for (const cell of row.querySelectorAll("td")) {
      const head = heads[cell.cellIndex];
      const target = ofTarget ?? head?.dataset["target"];
      const named = ofTarget === undefined ? row.cells[0] : head;
      const key = before + (named?.textContent ?? "");
      if (target === undefined || !views.has(key) || cell.querySelector(".soft") === null) continue;
      cell.dataset["rounds"] = JSON.stringify([key, target]);
      cell.title = words.rounds;
    }
  }
  table.addEventListener("click", ({ target }) => openCell(target));
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (cell instanceof HTMLTableCellElement && event.key === "Enter") openCell(cell);
  });
}

function openCell(inside: EventTarget | null): void {
  // A link in the cell leads elsewhere.
  if (!(inside instanceof Element) || inside.closest("a") !== null) return;
  const cell = inside.closest<HTMLElement>("td[data-rounds]");
  const found = cell?.dataset["rounds"];
  if (found === undefined) return;
  const [key, target] = JSON.parse(found) as [string, string];
  go(key, target);
}
