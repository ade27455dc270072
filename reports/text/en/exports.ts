/** Exports: their purposes, and the texts within them. Names of series are ids, and not here. */
import { confidenceText } from "../../numbers.ts";
import { counted } from "./words/counts.ts";

export const exportTexts = {
  "exports.bencher": () =>
    "medians with their intervals in Bencher BencherMetric Format, for bencher run --adapter json",
  "exports.smaller": () =>
    "times, sizes and counts for github-action-benchmark, as its tool customSmallerIsBetter",
  "exports.bigger": () => "rates for github-action-benchmark, as its tool customBiggerIsBetter",
  "exports.hyperfine": () =>
    "start times as hyperfine --export-json has them, for its plotting scripts",
  "exports.openmetrics": () =>
    "every series as OpenMetrics text, for Prometheus: textfile collector, Pushgateway",
  "exports.grafana": () => "a Grafana dashboard for the figures that openmetrics exports",
  "exports.csv": () => "the table of all figures as CSV, for spreadsheets and scripts",

  // github-action-benchmark.
  "exports.none-smaller": () => "the list is empty: this run has no times, sizes or counts",
  "exports.none-bigger": () => "the list is empty: this run has no rates",
  "exports.leave-out": () =>
    "leave this step of github-action-benchmark out: it fails on an empty list",
  "exports.range": ({ low, high }: { low: number; high: number }) => `${low} to ${high}`,
  "exports.median": ({ n }: { n: number }) => `median of ${counted(n, "round")}`,
  "exports.median-and-range": ({ n, confidence }: { n: number; confidence: number }) =>
    `median of ${counted(n, "round")}; range: ${confidenceText(confidence)} interval`,
  "exports.against-native": ({ overhead }: { overhead: string }) => `against native: ${overhead}`,
  "exports.emulated": () => "emulated (TCG), not virtualized",
  "exports.run": ({ run }: { run: string }) => `run ${run}`,

  // Grafana.
  "exports.grafana-about": () =>
    "What isolation costs, run by run: medians of each run. The figures come from isotax export --format openmetrics.",
  "exports.grafana-source": () => "Data source",
  "exports.grafana-host": () => "Host",
  "exports.grafana-target": () => "Target",
  "exports.grafana-workload": () => "Workload",
  "exports.grafana-emulated": ({ targets }: { targets: readonly string[] }) =>
    `Emulated (TCG), with panels of their own: ${targets.join(", ")}. Their figures say nothing about hardware virtualization.`,

  // OpenMetrics: the help of each family.
  "exports.help-cells": () =>
    "Cells (a workload on a target in a round) by how they ended; only cells that are ok have figures.",
  "exports.help-run": () => "The run that all figures come from.",
  "exports.help-targets": () => "The targets of the run, measured or not.",
  "exports.help-times": () => `Times, CPU times among them, ${STATISTICS}`,
  "exports.help-sizes": () => `Sizes of images and of footprints, ${STATISTICS}`,
  "exports.help-bandwidths": () => `Bytes a second, ${STATISTICS}`,
  "exports.help-rates": () => `Operations a second, ${STATISTICS}`,
  "exports.help-ratios": () => `Ratios, ${STATISTICS}`,
  "exports.help-counts": () => `Counts, ${STATISTICS}`,
  "exports.help-differences": () =>
    "Target minus native in the same rounds: median, and its interval (low, high).",
  "exports.help-slowdowns": () =>
    "How many times worse than native in the same rounds (1 is the same): median, and its interval (low, high).",
  "exports.help-rounds": () => "Rounds that the statistics are made from.",
  "exports.help-confidence": () => "Confidence that the median lies between low and high.",
};

const STATISTICS =
  "over rounds: median, its interval (low, high), and the extremes (min, max); figures of an emulated VM say nothing about virtualization.";
