/** The page's script. What it adds is for convenience: the page can be read without it. */
import type { ChartData } from "../data.ts";
import { drawDistribution } from "./distributions.ts";
import { enhanceLinks } from "./links.ts";
import { element } from "./page.ts";
import { enhancePictures } from "./pictures.ts";
import { save } from "./save.ts";
import { enhanceTables } from "./tables.ts";
import { offerTargets } from "./targets.ts";
import { startThemes } from "./theme.ts";

const data = JSON.parse(element("chart-data").textContent ?? "{}") as ChartData;
const figures = element("figures").textContent ?? "{}";
const { runId } = JSON.parse(figures) as { runId: string };
const choice = document.getElementById("distribution-choice") as HTMLSelectElement | null;
let shown = data.targets;

function drawChosen(): void {
  const chosen = data.distributions.find(({ key }) => key === choice?.value);
  if (chosen !== undefined) drawDistribution(shown, data.words, chosen);
}

startThemes(drawChosen);
choice?.addEventListener("change", drawChosen);
enhanceTables(data.words, runId);
enhancePictures(data.words, runId);
enhanceLinks(data.words);
offerTargets(data.targets, data.words, (targets) => {
  shown = targets;
  drawChosen();
});
const json = element("all-figures");
json.hidden = false;
json.addEventListener("click", () => save(`${runId}.json`, "application/json", figures));
drawChosen();
document.documentElement.dataset["drawn"] = "yes";
