/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What travels over the wire: a panel for each thing that the store may hold, a bar for each format. */
import { wireBytes } from "../../../bench/stats/deliveries.ts";
import { type Deliveries, type ShownFormat, storeText } from "../../deliveries.ts";
import type { ReportInput } from "../../model.ts";
import { quantity } from "../../numbers.ts";
import { t } from "../../text/message.ts";
import { linearAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { between, Plot, type PlotPanel, type PlotProps } from "./plot.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

interface Bar extends ShownFormat {
  readonly received: number;
  readonly sent: number;
}

function barsOf({ cells, formats }: Deliveries, store: string): readonly Bar[] {
  return formats.flatMap((of): Bar[] => {
    const bytes = wireBytes(cells, { format: of.format, store });
    return bytes === undefined ? [] : [{ ...of, ...bytes }];
  });
}

/** The chart; undefined where no bytes were counted. */
export function deliveryBytesPlot(input: ReportInput, of: Deliveries): PlotProps | undefined {
  const panels = of.stores.flatMap((store) => panelOf(store, barsOf(of, store)) ?? []);
  if (panels.length === 0) return undefined;
  return {
    id: `delivery-bytes-${of.workload.id}`,
    title: t("report-delivery.wire"),
    description: t("report-delivery.bars", {
      bars: panels.flatMap(({ rows }) => rows.map(({ told }) => told)),
    }),
    legend: [
      { mark: piece("part p0"), text: t("report-delivery.received") },
      { mark: piece("part p5"), text: t("report-delivery.sent") },
    ],
    panels,
    source: sourceOf(input.run),
  };
}

function piece(colour: string) {
  return <rect class={colour} x="-4" y="-5" width="10" height="10" />;
}

function panelOf(store: string, bars: readonly Bar[]): PlotPanel | undefined {
  if (bars.length === 0) return undefined;
  const wholeOf = ({ received, sent }: Bar) => received + sent;
  return {
    heading: storeText(store),
    axis: linearAxis(bars.map(wholeOf)),
    tick: (value) => tickText(value, "bytes"),
    rows: bars.map((bar) => ({
      label: bar.format,
      target: bar.target,
      figure: quantity(wholeOf(bar), "bytes"),
      told: t("report-delivery.bar", {
        format: bar.format,
        link: storeText(store),
        times: [quantity(wholeOf(bar), "bytes")],
      }),
      marks: (x, y) => (
        <>
          <rect
            class="part p0"
            x={x(0)}
            y={y - 7}
            width={between(x(0), x(bar.received))}
            height="14"
          />
          <rect
            class="part p5"
            x={x(bar.received)}
            y={y - 7}
            width={between(x(bar.received), x(wholeOf(bar)))}
            height="14"
          />
        </>
      ),
    })),
  };
}

export function DeliveryBytes({ input, of }: { readonly input: ReportInput; of: Deliveries }) {
  const plot = deliveryBytesPlot(input, of);
  if (plot === undefined) return null;
  return (
    <Figure
      id={plot.id}
      heading={plot.title}
      caption={t("report-delivery.wire-explained")}
      head={[
        t("report-delivery.head-store"),
        t("report-delivery.head-format"),
        t("report-delivery.received"),
        t("report-delivery.sent"),
      ]}
      lines={of.stores.flatMap((store) =>
        barsOf(of, store).map(({ format, received, sent }) => [
          storeText(store),
          format,
          quantity(received, "bytes"),
          quantity(sent, "bytes"),
        ]),
      )}
    >
      <Plot {...plot} />
    </Figure>
  );
}
