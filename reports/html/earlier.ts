/** What the page has of earlier runs of its host: in few characters, since there are many figures. */
import type { Run } from "../../bench/schema.ts";
import type { EarlierCell, EarlierRuns } from "../../bench/stats/earlier-runs.ts";
import { t } from "../text/message.ts";
import { dayOf } from "./day.ts";
import { packed } from "./packed.ts";
import { gaps, type Template } from "./template.ts";

export interface EarlierWords {
  readonly of: Template<"metric" | "target">;
  readonly none: string;
  readonly thisRun: string;
  readonly heads: readonly string[];
}

export interface EarlierPage {
  /** Id and day, oldest first. The page's own run is the last. */
  readonly runs: readonly (readonly [string, string])[];
  /** The runs are of several machines that look the same. */
  readonly mixed: boolean;
  readonly words: EarlierWords;
}

export function earlierPage(run: Run, { runs, mixed }: EarlierRuns): EarlierPage {
  return {
    runs: [...runs, run].map(({ runId, createdAt }) => [runId, dayOf(createdAt)]),
    mixed,
    words: {
      of: t("report-distributions.history-of", gaps("metric", "target")),
      none: t("report-distributions.history-none"),
      thisRun: t("report-distributions.this-run"),
      heads: [
        t("report-distributions.head-run"),
        t("report-distributions.head-day"),
        t("report-distributions.head-median"),
        t("report-distributions.head-interval"),
      ],
    },
  };
}

/** The past of a cell, if there is one. */
export function pastOf(
  earlier: EarlierRuns | undefined,
  cell: Pick<EarlierCell, "workload" | "metric" | "target">,
  factor: number,
): { readonly past?: string } {
  const found = earlier?.cells.find(
    ({ workload, metric, target }) =>
      workload === cell.workload && metric === cell.metric && target === cell.target,
  );
  if (earlier === undefined || found === undefined) return {};
  const before = earlier.runs.map((_, place) => found.figures.get(place));
  const past = packed([...before, found.own], factor);
  return past === undefined ? {} : { past };
}
