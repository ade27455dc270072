/** What is shown of a metric that a reader chose: boxes, curves, rounds. */
import { percent } from "../figures.ts";

export const reportDistributions = {
  "report-distributions.show": () => "Show:",
  "report-distributions.boxes": () => "boxes",
  "report-distributions.ecdf": () => "cumulative share (ECDF)",
  "report-distributions.rounds": () => "all rounds of a target",
  "report-distributions.target": () => "Target:",

  "report-distributions.ecdf-of": ({ metric }: { metric: string }) =>
    `${metric}: the share of rounds whose value is at most this`,
  "report-distributions.ecdf-explained": () =>
    "A line rises by a step at the value of each round: the median of its samples, unless the " +
    "metric says otherwise. Where it crosses 50% is the median. A target with five rounds or fewer " +
    "has no quartiles.",
  "report-distributions.head-rounds": () => "rounds",
  "report-distributions.head-lowest": () => "lowest",
  "report-distributions.head-highest": () => "highest",
  "report-distributions.head-quantile": ({ share }: { share: number }) =>
    share === 0.5 ? "median" : `${percent(share)} quantile`,

  "report-distributions.open-rounds": () => "Show all rounds",
  "report-distributions.rounds-of": ({ metric, target }: { metric: string; target: string }) =>
    `${metric}: all rounds of ${target}`,
  "report-distributions.rounds-explained": () =>
    "A line for each round: the target's value, and native's in the same round. Overheads are " +
    "made of these pairs.",
  "report-distributions.no-history": () =>
    "This page knows one run. isotax site DIR --out SITE shows the runs of a host over time, and " +
    "isotax report RUN --history SITE adds the earlier ones to this page.",
  "report-distributions.no-pairs": () => "This metric was not measured on this target.",
  "report-distributions.head-round": () => "round",
  "report-distributions.head-difference": () => "difference",

  "report-distributions.history-of": ({ metric, target }: { metric: string; target: string }) =>
    `${metric}: ${target} in earlier runs of this host`,
  "report-distributions.history-explained": ({ most }: { most: number }) =>
    `Below them is what it was in up to ${most} earlier runs of this host: the median of each run, ` +
    "and its interval. The dotted line is this run's median. Runs with another version or size of " +
    "the workload are left out. Only headline metrics have a history. Native's own history shows " +
    "whether the host has changed.",
  "report-distributions.history-none": () => "The site has no earlier value of this figure.",
  "report-distributions.this-run": () => "this run",
  "report-distributions.head-run": () => "run",
  "report-distributions.head-day": () => "day",
  "report-distributions.head-median": () => "median",
  "report-distributions.head-interval": () => "interval",
};
