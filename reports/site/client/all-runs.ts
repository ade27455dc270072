/** The table of all runs below a chart, which is made when it is opened. */
import { letTablesScroll } from "../../html/client/tables.ts";
import type { ChartRuns } from "../data.ts";
import { overheadText, rangeText } from "./figures.ts";
import { load } from "./load.ts";
import { tableOf } from "./table.ts";

interface Words {
  readonly head: readonly string[];
  readonly missing: string;
}

export function offerAllRuns(file: string, words: Words): void {
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details.all-runs")) {
    details.addEventListener("toggle", () => void fill(details, file, words), { once: true });
  }
}

async function fill(details: HTMLDetailsElement, file: string, words: Words): Promise<void> {
  const charts = await load<readonly ChartRuns[]>(file);
  const chart = charts?.find(({ id }) => id === details.dataset["series"]);
  const place = details.querySelector("div") as HTMLElement;
  if (chart === undefined) {
    place.textContent = words.missing;
    return;
  }
  const text = (value: number) => overheadText(chart.followed, value, chart.unit);
  const lines = chart.runs.map(([run, day, value, low, high]) => [
    run,
    day,
    text(value),
    rangeText(low, high, text),
  ]);
  const table = tableOf(words.head, lines.reverse());
  place.replaceChildren(table);
  letTablesScroll([table]);
}
