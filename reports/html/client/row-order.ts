/** Rows of a chart by cost, or in the order of the ladder: only what a reader sees moves. */
import type { ToolWords } from "../data.ts";
import { compareCells } from "./order.ts";
import { button } from "./save.ts";

/** A button that changes the order. Undefined if no group of the chart has rows to sort. */
export function sortButton(
  picture: SVGSVGElement,
  words: ToolWords,
): HTMLButtonElement | undefined {
  const groups = [...picture.querySelectorAll<SVGGElement>("g")]
    .map((group) => [...group.querySelectorAll<SVGGElement>(":scope > g[data-target]:has(> .row)")])
    .filter((rows) => rows.length > 1);
  if (groups.length === 0) return undefined;
  let byCost = false;
  const sort = button(words.byCost, () => {
    byCost = !byCost;
    sort.textContent = byCost ? words.byLadder : words.byCost;
    for (const rows of groups) place(rows, byCost);
  });
  return sort;
}

/** Highest last, as the ladder has it by and large. Rows keep their places' distances. */
function place(rows: readonly SVGGElement[], byCost: boolean): void {
  const tops = rows.map((row) => Number(row.querySelector(".row")?.getAttribute("y")));
  const cost = (row: SVGGElement) => row.querySelector(".figure")?.firstChild?.textContent ?? "";
  const order = byCost ? [...rows].sort((a, b) => compareCells(cost(a), cost(b), false)) : rows;
  for (const [index, row] of order.entries()) {
    const from = tops[rows.indexOf(row)] ?? 0;
    row.setAttribute("transform", `translate(0 ${(tops[index] ?? 0) - from})`);
  }
}
