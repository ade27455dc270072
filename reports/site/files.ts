/** All files of a site but the digests of runs, from which they follow. */
import { readFileSync } from "node:fs";
import { built } from "../../bench/built.ts";
import { pageStyle } from "../html/style.ts";
import { type Language, speaking } from "../text/message.ts";
import { badgeSvg, badgesOf } from "./badge.ts";
import { comparePage } from "./compare-page.tsx";
import { CALLS, chartRuns, listedRuns, scriptOf } from "./data.ts";
import { feedXml } from "./feed.ts";
import { hostPageText } from "./host-page.tsx";
import { indexPage } from "./index-page.tsx";
import {
  badgeFile,
  COMPARE,
  hostPage,
  INDEX,
  pageName,
  type Site,
  trendData,
  trendPage,
  workloadsOf,
} from "./site.ts";
import { trendPageText } from "./trend-page.tsx";

export interface SiteFile {
  /** Relative to the site's folder. */
  readonly file: string;
  readonly text: string;
}

/** The pages in the language spoken and in the others; what has no words once. */
export async function siteFiles(
  site: Site,
  others: readonly Language[],
): Promise<readonly SiteFile[]> {
  const files = [...shared(site), ...pages(site)];
  // One after the other: only one language is spoken at a time.
  for (const other of others) files.push(...(await speaking(other, async () => pages(site))));
  return files;
}

function pages(site: Site): readonly SiteFile[] {
  return [
    { file: pageName(site, INDEX), text: indexPage(site) },
    { file: pageName(site, COMPARE), text: comparePage(site) },
    ...site.hosts.flatMap((host) => [
      { file: pageName(site, hostPage(host)), text: hostPageText(site, host) },
      ...workloadsOf(host).map((workload) => ({
        file: pageName(site, trendPage(host, workload)),
        text: trendPageText(site, host, workload),
      })),
    ]),
  ];
}

function shared(site: Site): readonly SiteFile[] {
  const own = readFileSync(new URL("./site.css", import.meta.url), "utf8");
  return [
    { file: "site.css", text: pageStyle() + own },
    { file: "site.js", text: readFileSync(built("reports/site/client.js"), "utf8") },
    { file: "feed.xml", text: feedXml(site) },
    { file: "data/runs.js", text: scriptOf(CALLS.runs, listedRuns(site)) },
    ...site.hosts.flatMap((host) => [
      ...workloadsOf(host).map((workload) => ({
        file: trendData(host, workload),
        text: scriptOf(
          CALLS.trends,
          chartRuns(host.trends.filter((trend) => trend.workload === workload)),
        ),
      })),
      ...badgesOf(host).map((badge) => ({
        file: badgeFile(host, badge.target),
        text: badgeSvg(badge),
      })),
    ]),
  ];
}
