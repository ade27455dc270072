/** The page's script. What it adds is for convenience: the page can be read without it. */
import type { ChartData } from "../data.ts";
import { drawDistribution } from "./distributions.ts";
import { element } from "./page.ts";
import { startThemes } from "./theme.ts";

const data = JSON.parse(element("chart-data").textContent ?? "{}") as ChartData;
const choice = document.getElementById("distribution-choice") as HTMLSelectElement | null;

function drawChosen(): void {
  const chosen = data.distributions.find(({ key }) => key === choice?.value);
  if (chosen !== undefined) drawDistribution(data.targets, data.words, chosen);
}

startThemes(drawChosen);
choice?.addEventListener("change", drawChosen);
drawChosen();
document.documentElement.dataset["drawn"] = "yes";
