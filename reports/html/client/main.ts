/** The page's script. What it adds is for convenience: the page can be read without it. */
import type { ChartData } from "../data.ts";
import { enhanceAsking } from "./ask-link.ts";
import { followCellLink, nameCells, offerCellLinks, walkCells } from "./cells.ts";
import { enhanceDrilling } from "./drill.ts";
import { enhanceLinks } from "./links.ts";
import { element } from "./page.ts";
import { enhancePictures } from "./pictures.ts";
import { save } from "./save.ts";
import { enhanceTables, letTablesScroll } from "./tables.ts";
import { offerTargets } from "./targets.ts";
import { explainTerms } from "./terms.ts";
import { startThemes } from "./theme.ts";
import { Views } from "./views.ts";

const data = JSON.parse(element("chart-data").textContent ?? "{}") as ChartData;
const figures = element("figures").textContent ?? "{}";
const { runId } = JSON.parse(figures) as { runId: string };
const views = new Views(data, runId);

startThemes(() => views.draw());
enhanceTables(data.words, runId);
enhancePictures(data.words, runId);
// Names of metrics are read before links are added to them.
enhanceDrilling(views, data.words);
nameCells(document.querySelectorAll("table"));
// Tables of words repeat charts, or are read line by line.
walkCells(document.querySelectorAll("table:not(.text)"));
enhanceLinks(data.words);
enhanceAsking(data.asked);
offerCellLinks(data.words);
explainTerms();
offerTargets(data, (targets) => views.show(targets));
const json = element("all-figures");
json.hidden = false;
json.addEventListener("click", () => save(`${runId}.json`, "application/json", figures));
letTablesScroll(document.querySelectorAll("table"));
views.draw();
followCellLink();
document.documentElement.dataset["drawn"] = "yes";
