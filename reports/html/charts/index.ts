/** All charts of a report that are pictures by themselves, in the order of the page. */

import { deliveriesIn } from "../../deliveries.ts";
import { drawnIn } from "../../drawn.ts";
import { type ReportInput, startMetric } from "../../model.ts";
import { timelinesIn } from "../../timelines.ts";
import { chartData } from "../data.ts";
import { auditPicture } from "./audit.tsx";
import { boxPlot, firstShown } from "./boxes.tsx";
import { curvesPicture } from "./curves.tsx";
import { deliveryBytesPlot } from "./delivery-bytes.tsx";
import { deliveryCheckPlot } from "./delivery-check.tsx";
import { deliveryTimesPlot } from "./delivery-times.tsx";
import { forestPlots } from "./forest.tsx";
import type { Picture } from "./picture.tsx";
import { type PlotProps, pictureOf } from "./plot.tsx";
import { stackPlot, stacksOf } from "./stacks.tsx";
import { startsPlot } from "./starts.tsx";
import { timelinePlot } from "./timeline.tsx";
import { waterfallPlot } from "./waterfall.tsx";

export function chartsOf(input: ReportInput): readonly Picture[] {
  return [
    ...plotsOf(input).map(pictureOf),
    ...drawnIn(input).map((of) => curvesPicture(input, of)),
    ...[auditPicture(input)].filter((picture) => picture !== undefined),
  ];
}

function plotsOf(input: ReportInput): readonly PlotProps[] {
  const starts = input.analysis.workloads.filter((workload) => startMetric(workload) !== undefined);
  const data = chartData(input);
  const boxes = firstShown(data);
  return [
    ...starts.map((workload) => startsPlot(input, workload)),
    ...starts.map((workload) => waterfallPlot(input, workload)),
    ...forestPlots(input),
    ...(boxes === undefined ? [] : [boxPlot(data, boxes)]),
    ...stacksOf(input).map((stack) => stackPlot(input, stack)),
    ...deliveriesIn(input).flatMap((of) => [
      deliveryTimesPlot(input, of),
      deliveryBytesPlot(input, of),
      deliveryCheckPlot(input, of),
    ]),
    ...timelinesIn(input).map((of) => timelinePlot(input, of)),
  ].filter((plot) => plot !== undefined);
}
