/**
 * Data that pages load when it is asked for. A page from disk may load no JSON, but it may load a
 * script: so each file calls a function of the page's script with its data.
 */
import type { Trend } from "../../bench/stats/trends.ts";
import { dayOf } from "../html/day.ts";
import { anchorOf, newestFirst, type Site } from "./site.ts";
import { hostText } from "./words.ts";

/** The functions of the page's script that take data. */
export const CALLS = { runs: "isotaxRuns", run: "isotaxRun", trends: "isotaxTrends" } as const;

/** A run in the lists of the page that compares. */
export interface ListedRun {
  readonly id: string;
  readonly day: string;
  readonly host: string;
  readonly label: string;
}

/** All runs of a chart: id of the run, day, value, and the interval where there is one. */
export interface ChartRuns {
  readonly id: string;
  readonly followed: Trend["followed"];
  readonly unit: Trend["unit"];
  readonly runs: readonly (readonly [string, string, number, number | null, number | null])[];
}

export function scriptOf(call: (typeof CALLS)[keyof typeof CALLS], data: unknown): string {
  return `${call}(${asJson(data)});\n`;
}

/** What a file of `scriptOf` holds. Undefined if it is no such file. */
export function jsonIn(call: (typeof CALLS)[keyof typeof CALLS], text: string): string | undefined {
  const end = ");\n";
  if (!text.startsWith(`${call}(`) || !text.endsWith(end)) return undefined;
  return text.slice(call.length + 1, -end.length);
}

/** JSON as a part of a script. Two characters of JSON ended lines of scripts before ES2019. */
function asJson(data: unknown): string {
  return JSON.stringify(data).replaceAll(
    /[<\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Newest first. */
export function listedRuns(site: Site): readonly ListedRun[] {
  return newestFirst(site).map(({ host, run }) => ({
    id: run.runId,
    host: host.id,
    day: dayOf(run.createdAt),
    label: hostText(run),
  }));
}

export function chartRuns(trends: readonly Trend[]): readonly ChartRuns[] {
  return trends.map((trend) => ({
    id: anchorOf(trend, trends),
    followed: trend.followed,
    unit: trend.unit,
    runs: trend.points.map(({ run, value, low, high }) => [
      run.runId,
      dayOf(run.createdAt),
      short(value),
      low === undefined ? null : short(low),
      high === undefined ? null : short(high),
    ]),
  }));
}

/** Six digits are more than are shown. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}
