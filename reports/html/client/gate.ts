/** The script of a gate's page. What it adds is for convenience: the page can be read without it. */
import type { ToolWords } from "../data.ts";
import { followCellLink, nameCells, offerCellLinks, walkCells } from "./cells.ts";
import { enhanceLinks } from "./links.ts";
import { element } from "./page.ts";
import { enhancePictures } from "./pictures.ts";
import { save } from "./save.ts";
import { enhanceTables, letTablesScroll } from "./tables.ts";
import { startThemes } from "./theme.ts";

const words = JSON.parse(element("words").textContent ?? "{}") as ToolWords;
const judgement = element("judgement").textContent ?? "{}";
const { runId } = JSON.parse(judgement) as { runId: string };
const name = `${runId}-gate`;

// Its charts are SVG in colours of the style: nothing is drawn anew when the theme changes.
startThemes(() => {});
enhanceTables(words, name);
enhancePictures(words, name);
nameCells(document.querySelectorAll("table"));
walkCells(document.querySelectorAll("table"));
enhanceLinks(words);
offerCellLinks(words);
letTablesScroll(document.querySelectorAll("table"));
followCellLink();
const json = element("all-figures");
json.hidden = false;
json.addEventListener("click", () => save(`${name}.json`, "application/json", judgement));
document.documentElement.dataset["drawn"] = "yes";
