/** An Atom feed (RFC 4287) of lasting changes and runs, newest first. */
import xmlbuilder, { type XMLElement } from "xmlbuilder";
import type { RunDigest } from "../../bench/stats/run-digest.ts";
import type { HostTrends } from "../../bench/stats/trends.ts";
import { languageTag, t } from "../text/message.ts";
import { markLink } from "./marks.tsx";
import { hostPage, INDEX, type Mark, newestFirst, pageName, type Site } from "./site.ts";
import { changeText, hostText, markText } from "./words.ts";

const MOST_RUNS = 50;
const MOST_MARKS = 100;

export function feedXml(site: Site): string {
  const feed = xmlbuilder.create("feed", {
    version: "1.0",
    encoding: "UTF-8",
    invalidCharReplacement: "\ufffd",
  });
  feed.att({ xmlns: "http://www.w3.org/2005/Atom", "xml:lang": languageTag() });
  // Links of entries are relative to this.
  if (site.address !== "") feed.att("xml:base", site.address);
  feed.ele("title", {}, t("site.feed-title"));
  feed.ele("id", {}, site.address === "" ? `urn:isotax:site:${oldest(site).runId}` : site.address);
  feed.ele("updated", {}, site.newest.createdAt);
  feed.ele("link", { href: pageName(site, INDEX) });
  feed.ele("link", { rel: "self", href: "feed.xml" });
  feed.ele("author").ele("name", {}, "isotax");
  for (const mark of site.marks.slice(0, MOST_MARKS)) markEntry(feed, site, mark);
  const runs = newestFirst(site).slice(0, MOST_RUNS);
  for (const { host, run } of runs) runEntry(feed, site, host, run);
  return `${feed.end({ pretty: true })}\n`;
}

function oldest({ hosts, newest }: Site): RunDigest {
  const all = hosts.flatMap(({ runs }) => runs);
  return all.reduce((a, b) => (b.createdAt < a.createdAt ? b : a), newest);
}

/** The id stays the same while more runs come, unless they move the change to another run. */
function markEntry(feed: XMLElement, site: Site, mark: Mark): void {
  const { host, trend, shift, to, there } = mark;
  const name = [host.id, trend.target, trend.workload, trend.metric, trend.size, to.run.runId];
  entry(feed, {
    id: `urn:isotax:change:${[...name, shift.kind].map(encodeURIComponent).join(":")}`,
    title: markText(mark),
    at: to.run.createdAt,
    link: markLink(site, mark),
    about:
      there.length === 0
        ? t("site.there-nothing")
        : [t("site.there"), ...there.map(changeText)].join("\n"),
  });
}

function runEntry(feed: XMLElement, site: Site, host: HostTrends, run: RunDigest): void {
  const { runId, targets, rounds, profile, isotax } = run;
  entry(feed, {
    id: `urn:isotax:run:${runId}`,
    title: t("site.feed-run", { run: runId, cpu: hostText(run) }),
    at: run.createdAt,
    link: `${pageName(site, hostPage(host))}#run-${runId}`,
    about: t("site.feed-run-about", {
      rounds,
      profile,
      isotax,
      targets: targets.filter(({ ok }) => ok).length,
    }),
  });
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly at: string;
  readonly link: string;
  readonly about: string;
}

function entry(feed: XMLElement, { id, title, at, link, about }: Entry): void {
  const one = feed.ele("entry");
  one.ele("id", {}, id);
  one.ele("title", {}, title);
  one.ele("updated", {}, at);
  one.ele("link", { href: link });
  one.ele("content", { type: "text" }, about);
}
