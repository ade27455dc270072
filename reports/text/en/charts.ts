/** The charts of a run as files: `isotax charts`. */
import { counted } from "./words/counts.ts";

const OTHER_WAYS =
  "save the PNG of a chart in report.html, which has a button for it; or write SVG (--format svg)";

export const charts = {
  "charts.title": ({ run }: { run: string }) => `Charts of run ${run}`,
  "charts.written": ({ charts, page }: { charts: number; page: string }) =>
    `${counted(charts, "chart")} written; all of them are shown in ${page}`,
  "charts.no-browser": () => "no Chromium was found, which draws PNG pictures",
  "charts.install-browser": () => `sudo apt-get install chromium; or ${OTHER_WAYS}`,
  "charts.nothing-drawn": ({ browser }: { browser: string }) => `${browser} drew no picture`,
  "charts.other-ways": () =>
    `a Chromium from a snap cannot see temporary folders: use one from a package; or ${OTHER_WAYS}`,
};
