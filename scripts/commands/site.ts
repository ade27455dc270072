/** `isotax site`: static pages over many runs. A build after the first reads only what is new. */
import { resolve } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { trendsOf } from "../../bench/stats/trends.ts";
import { siteFiles } from "../../reports/site/files.ts";
import { siteOf } from "../../reports/site/site.ts";
import { languageTag, t, textOf } from "../../reports/text/message.ts";
import { otherLanguages } from "../language.ts";
import { shortPath } from "../short-path.ts";
import { runsOf, type SiteRuns } from "../site-runs.ts";
import { openSite } from "../site-store.ts";
import { print, printJson, tell } from "../terminal.ts";

export interface SiteFlags {
  readonly out: string;
  /** Where the site will be. */
  readonly url?: string;
  readonly json: boolean;
}

/** Exit code 2 if a folder was left out because its run cannot be read: the site is there anyway. */
export async function siteCommand(
  folders: readonly string[],
  { out, url, json }: SiteFlags,
): Promise<number> {
  const folder = resolve(out);
  const store = openSite(folder);
  const runs = runsOf(folders, store);
  tellLeft(runs);
  if (runs.digests.length === 0) {
    throw new IsotaxError("NO_RUNS", say("site.no-runs"), say("site.name-runs"));
  }
  const others = otherLanguages();
  const tags = [languageTag(), ...others.map(({ tag }) => tag)];
  const trends = trendsOf(runs.digests);
  const site = siteOf(trends, { tags, ...(url === undefined ? {} : { address: url }) });
  store.write(await siteFiles(site, others), runs.known, runs.read);
  const told = {
    folder,
    runs: runs.digests.length,
    hosts: site.hosts.length,
    marks: site.marks.length,
  };
  const read = runs.read.length;
  if (json) await printJson({ ...told, read, leftOut: leftJson(runs) }, 2);
  else {
    await print(`${t("site.written", { ...told, folder: shortPath(folder) })}\n`);
    tell(`${t("site.read", { read, known: told.runs - read })}\n`);
  }
  return runs.left.some(({ broken }) => broken) ? 2 : 0;
}

function tellLeft({ left }: SiteRuns): void {
  for (const { folder, why } of left) {
    tell(`${t("site.left-out", { folder: shortPath(folder), why })}\n`);
  }
}

function leftJson({ left }: SiteRuns) {
  return left.map(({ folder, why, broken }) => ({ folder, why: textOf(why), broken }));
}
