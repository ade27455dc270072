/** Targets that a reader does not care for can be hidden, in cards, tables and charts. */
import type { ChartData, ChartTarget } from "../data.ts";
import { element } from "./page.ts";

export function offerTargets(
  { targets, words, ways }: Pick<ChartData, "targets" | "words" | "ways">,
  redraw: (shown: readonly ChartTarget[]) => void,
): void {
  const hidden = new Set<string>();
  const targetOf = new Map(
    Object.values(ways).flatMap((own) => own.map(({ id, of }) => [id, of] as const)),
  );
  const box = document.createElement("details");
  box.id = "targets";
  const summary = document.createElement("summary");
  summary.textContent = words.targets;
  const list = document.createElement("div");
  box.append(summary, list);
  for (const { id } of targets) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "checkbox";
    input.checked = true;
    input.addEventListener("change", () => {
      if (input.checked) hidden.delete(id);
      else hidden.add(id);
      hide((id) => hidden.has(targetOf.get(id) ?? id));
      redraw(targets.filter((target) => !hidden.has(target.id)));
    });
    label.append(input, id);
    list.append(label);
  }
  element("theme").before(box);
}

function hide(isHidden: (id: string) => boolean): void {
  for (const one of document.querySelectorAll<HTMLElement | SVGElement>("[data-target]")) {
    const off = isHidden(one.dataset["target"] ?? "");
    one.classList.toggle("off", off);
    if (one.tagName !== "TH") continue;
    // A column of a table: its head alone names the target.
    const column = (one as HTMLTableCellElement).cellIndex;
    for (const row of one.closest("table")?.rows ?? []) {
      const cell = row.cells[column];
      if (cell !== undefined) cell.hidden = off;
    }
  }
}
