/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Predicted against measured: a dot for each time that the model had not seen. */

import { TIMES } from "../../../bench/stats/deliveries.ts";
import { largestError, TARGET_ERROR } from "../../../bench/stats/link-check.ts";
import type { DeliveryModel } from "../../../bench/stats/link-models.ts";
import type { DeliveryTime } from "../../../bench/types.ts";
import {
  type Deliveries,
  formatText,
  linkText,
  type ShownFormat,
  secondsText,
  storeText,
  timeText,
} from "../../deliveries.ts";
import type { ReportInput } from "../../model.ts";
import { percent } from "../../text/figures.ts";
import { t } from "../../text/message.ts";
import { nearAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { between, Plot, type PlotPanel, type PlotProps, type PlotRow } from "./plot.tsx";
import { sourceOf } from "./source.ts";
import { factorText } from "./ticks.ts";

/** The chart; undefined where there is no model. */
export function deliveryCheckPlot(input: ReportInput, of: Deliveries): PlotProps | undefined {
  const panels = [false, true].flatMap((emulated) =>
    TIMES.flatMap((time) => panelOf(of, time, emulated) ?? []),
  );
  if (panels.length === 0) return undefined;
  return {
    id: `delivery-check-${of.workload.id}`,
    title: t("report-delivery.model-plot"),
    description: t("report-delivery.bars", {
      bars: panels.flatMap(({ rows }) => rows.map(({ told }) => told)),
    }),
    panels,
    source: sourceOf(input.run),
  };
}

function panelOf(of: Deliveries, time: DeliveryTime, emulated: boolean): PlotPanel | undefined {
  const rows = of.formats.flatMap((format) => {
    const models = of.models.filter((one) => one.format === format.format && one.time === time);
    return format.emulated === emulated && models.length > 0 ? [{ format, models }] : [];
  });
  if (rows.length === 0) return undefined;
  const ratios = rows.flatMap(({ models }) => models.flatMap(ratiosOf));
  return {
    heading: t("report-delivery.model-panel", { time: timeText(time), emulated }),
    axis: nearAxis([1 - TARGET_ERROR, 1 + TARGET_ERROR, ...ratios]),
    tick: factorText,
    line: 1,
    rows: rows.map(({ format, models }) => rowOf(format, time, models)),
  };
}

function ratiosOf({ predicted }: DeliveryModel): readonly number[] {
  return predicted.map(({ error }) => 1 + error);
}

function rowOf(format: ShownFormat, time: DeliveryTime, models: readonly DeliveryModel[]): PlotRow {
  const error = percent(largestError(models.flatMap(({ predicted }) => predicted)));
  const ratios = models.flatMap(ratiosOf);
  return {
    label: format.format,
    target: format.target,
    figure: error,
    told: t("report-delivery.model-told", {
      format: formatText(format),
      time: timeText(time),
      error,
    }),
    marks: (x, y) => {
      const [low, high] = [x(1 - TARGET_ERROR), x(1 + TARGET_ERROR)];
      return (
        <>
          <rect class="margin" x={low} y={y - 9} width={between(low, high)} height="18" />
          {ratios.map((ratio, index) => (
            <circle key={index} class="round" cx={x(ratio)} cy={y} r="3" />
          ))}
        </>
      );
    },
  };
}

export function DeliveryCheck({ input, of }: { readonly input: ReportInput; of: Deliveries }) {
  const plot = deliveryCheckPlot(input, of);
  if (plot === undefined) return null;
  return (
    <Figure
      id={plot.id}
      heading={plot.title}
      caption={t("report-delivery.model-plot-explained", { target: percent(TARGET_ERROR) })}
      head={[
        t("report-delivery.head-format"),
        t("report-delivery.head-store"),
        t("report-delivery.head-time"),
        t("report-delivery.head-link"),
        t("report-delivery.head-measured"),
        t("report-delivery.head-predicted"),
        t("report-delivery.head-error"),
      ]}
      lines={of.models.flatMap((model) =>
        model.predicted.map((one) => [
          formatText(model),
          storeText(model.store),
          timeText(model.time),
          linkText(one),
          secondsText(one.seconds),
          secondsText(one.predictedSeconds),
          `${one.error < 0 ? "-" : "+"}${percent(one.error)}`,
        ]),
      )}
    >
      <Plot {...plot} />
    </Figure>
  );
}
