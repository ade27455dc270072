/** What a site shows, and where each thing stands in it. All pages lie in one folder. */
import { createHash } from "node:crypto";
import { changesBetween, type RunChange } from "../../bench/stats/run-changes.ts";
import type { RunDigest } from "../../bench/stats/run-digest.ts";
import { byTime } from "../../bench/stats/run-hosts.ts";
import type { Shift } from "../../bench/stats/shifts.ts";
import type { HostTrends, Trend, TrendPoint, Trends } from "../../bench/stats/trends.ts";
import { languageTag } from "../text/message.ts";

export interface Site extends Trends {
  /** Each language that has pages. The first has names without a tag. */
  readonly tags: readonly string[];
  /** Where the site will be, with a slash at its end. Empty if that is not known. */
  readonly address: string;
  /** Lasting changes, newest first. */
  readonly marks: readonly Mark[];
  /** The newest run of all. */
  readonly newest: RunDigest;
}

export interface Mark {
  readonly host: HostTrends;
  readonly trend: Trend;
  readonly shift: Shift;
  /** The last run before, and the first one after. */
  readonly from: TrendPoint;
  readonly to: TrendPoint;
  readonly there: readonly DatedChange[];
}

export interface DatedChange extends RunChange {
  /** The first run that had it. */
  readonly run: RunDigest;
}

/** A change is found a run or two too early or too late. */
const NEARBY = 2;

export function siteOf(
  trends: Trends,
  { tags, address = "" }: { readonly tags: readonly string[]; readonly address?: string },
): Site {
  const marks = trends.hosts
    .flatMap((host) => host.trends.flatMap((trend) => marksOf(host, trend)))
    .toSorted((a, b) => byTime(b.to.run, a.to.run));
  const newest = trends.hosts[0]?.newest;
  if (newest === undefined) throw new RangeError("siteOf: no run");
  return { ...trends, tags, address, marks, newest };
}

function marksOf(host: HostTrends, trend: Trend): readonly Mark[] {
  return trend.shifts.map((shift): Mark => {
    const near = shift.kind === "step" && trend.followed !== "exact" ? NEARBY : 0;
    const first = Math.max(0, shift.from - near);
    const last = Math.min(trend.points.length - 1, shift.to + near);
    const runs = trend.points.slice(first, last + 1).map(({ run }) => run);
    return {
      host,
      trend,
      shift,
      from: trend.points[shift.from] as TrendPoint,
      to: trend.points[shift.to] as TrendPoint,
      there: runs.flatMap((run, at) => {
        const before = runs[at - 1];
        if (before === undefined) return [];
        return changesBetween(before, run, trend.target).map((change) => ({ ...change, run }));
      }),
    };
  });
}

/** All runs of all hosts. */
export function newestFirst({ hosts }: Pick<Site, "hosts">) {
  return hosts
    .flatMap((host) => host.runs.map((run) => ({ host, run })))
    .toSorted((a, b) => byTime(b.run, a.run));
}

/** A page in the language spoken: `compare.html` is `compare.ko.html` in another language. */
export function pageName(site: Pick<Site, "tags">, name: string, tag = languageTag()): string {
  return site.tags[0] === tag ? `${name}.html` : `${name}.${tag}.html`;
}

export const INDEX = "index";
export const COMPARE = "compare";

export function hostPage({ id }: Pick<HostTrends, "id">): string {
  return `host-${id}`;
}

export function trendPage({ id }: Pick<HostTrends, "id">, workload: string): string {
  return `trend-${id}-${slug(workload)}`;
}

export function badgeFile({ id }: Pick<HostTrends, "id">, target: string): string {
  return `badge-${id}-${slug(target)}.svg`;
}

/** The data of all runs of a page's charts. */
export function trendData(host: Pick<HostTrends, "id">, workload: string): string {
  return `data/${trendPage(host, workload)}.js`;
}

export function runData(runId: string): string {
  return `data/runs/${runId}.js`;
}

/** The part of a link that finds a chart on its page. */
export function anchorOf(
  { target, emulated, metric, followed, size }: Trend,
  all: readonly Trend[],
): string {
  const name = slug([metric, target, ...(emulated ? ["emulated"] : [])].join("-"));
  const same = all.filter(
    (other) => other.target === target && other.metric === metric && other.emulated === emulated,
  );
  return same.length < 2 ? name : `${name}-${slug(`${followed}-${size}`)}`;
}

export function compareLink(site: Site, a: string, b: string): string {
  return `${pageName(site, COMPARE)}#a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`;
}

/** Names come from run folders. Those that no file may have get a hash instead. */
export function slug(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(0, 80);
  if (plain === name && !name.startsWith(".")) return name;
  return `${plain.replace(/^\.+/, "")}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

/** Workloads of a host, in the order of its newest runs. */
export function workloadsOf({ trends, newest }: HostTrends): readonly string[] {
  const known = new Set(trends.map(({ workload }) => workload));
  const first = newest.workloads.map(({ id }) => id).filter((id) => known.has(id));
  return [...new Set([...first, ...known])];
}
