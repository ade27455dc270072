/** The script of a site's pages. All but the page that compares can be read without it. */
import { startThemes } from "../../html/client/theme.ts";
import type { CompareWords } from "../compare-page.tsx";
import { offerAllRuns } from "./all-runs.ts";
import { startCompare } from "./compare.ts";

interface PageData {
  readonly compare?: CompareWords;
  readonly file?: string;
  readonly words?: Parameters<typeof offerAllRuns>[1];
}

const text = document.getElementById("page-data")?.textContent ?? "{}";
const { compare, file, words } = JSON.parse(text) as PageData;

startThemes(() => {});
if (file !== undefined && words !== undefined) offerAllRuns(file, words);
const ready = compare === undefined ? Promise.resolve() : startCompare(compare);
void ready.then(() => {
  document.documentElement.dataset["drawn"] = "yes";
});
