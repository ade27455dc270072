/** All charts of a report that are pictures by themselves, in the order of the page. */
import { type ReportInput, startMetric } from "../../model.ts";
import { forestPlots } from "./forest.tsx";
import type { PlotProps } from "./plot.tsx";
import { stackPlot, stacksOf } from "./stacks.tsx";
import { startsPlot } from "./starts.tsx";
import { waterfallPlot } from "./waterfall.tsx";

export function chartsOf(input: ReportInput): readonly PlotProps[] {
  const starts = input.analysis.workloads.filter((workload) => startMetric(workload) !== undefined);
  return [
    ...starts.map((workload) => startsPlot(input, workload)),
    ...starts.map((workload) => waterfallPlot(input, workload)),
    ...forestPlots(input),
    ...stacksOf(input).map((stack) => stackPlot(input, stack)),
  ].filter((plot) => plot !== undefined);
}
