/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A start from nothing: a bar for each format with its pull, its start, and what is read later. */

import { type DeliveryCell, EMPTY, TIMES } from "../../../bench/stats/deliveries.ts";
import { highestOf } from "../../../bench/stats/extent.ts";
import type { Link } from "../../../bench/stats/link-time.ts";
import {
  cellOf,
  type Deliveries,
  formatText,
  linkText,
  orAbsent,
  secondsText,
  timeText,
} from "../../deliveries.ts";
import type { ReportInput } from "../../model.ts";
import { t } from "../../text/message.ts";
import { linearAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { between, Plot, type PlotPanel, type PlotProps, type PlotRow } from "./plot.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

interface Piece {
  readonly name: string;
  readonly colour: string;
  /** From the begin of the pull, in seconds. */
  end(cell: DeliveryCell): number | undefined;
}

function pieces(): readonly Piece[] {
  return [
    {
      name: t("report-delivery.piece-pull"),
      colour: "part p0",
      end: ({ times }) => times.pulled,
    },
    {
      name: t("report-delivery.piece-run"),
      colour: "part p1",
      end: ({ times }) => times.started,
    },
    {
      name: t("report-delivery.piece-read"),
      colour: "part p4",
      end: ({ times }) => times.read,
    },
  ];
}

/** The chart; undefined where nothing was delivered into an empty store. */
export function deliveryTimesPlot(input: ReportInput, of: Deliveries): PlotProps | undefined {
  const panels = [false, true].flatMap((emulated) =>
    of.links.flatMap((link) => panelOf(of, link, emulated) ?? []),
  );
  if (panels.length === 0) return undefined;
  const title = t("report-delivery.times", { workload: of.workload.id });
  return {
    id: `delivery-${of.workload.id}`,
    title,
    description: t("report-delivery.bars", {
      bars: panels.flatMap(({ rows }) => rows.map(({ told }) => told)),
    }),
    legend: pieces()
      .filter(({ end }) => of.cells.some((cell) => end(cell) !== undefined))
      .map(({ name, colour }) => ({
        mark: <rect class={colour} x="-4" y="-5" width="10" height="10" />,
        text: name,
      })),
    panels,
    source: sourceOf(input.run),
  };
}

/** What an emulated machine takes says nothing about others: its panels are others. */
function panelOf(of: Deliveries, link: Link, emulated: boolean): PlotPanel | undefined {
  const cells = emptyCells(of, link).filter((cell) => cell.emulated === emulated);
  if (cells.length === 0) return undefined;
  return {
    heading: t("report-delivery.on-link", { link: linkText(link), emulated }),
    axis: linearAxis(cells.map((cell) => wholeOf(cell) * 1e9)),
    tick: (value) => tickText(value, "ns"),
    rows: cells.map((cell) => rowOf(cell, link)),
  };
}

function emptyCells(of: Deliveries, link: Link): readonly DeliveryCell[] {
  return of.formats.flatMap(({ format }) => cellOf(of, format, EMPTY, link) ?? []);
}

function wholeOf({ times }: DeliveryCell): number {
  return highestOf(Object.values(times));
}

function rowOf(cell: DeliveryCell, link: Link): PlotRow {
  return {
    label: cell.format,
    target: cell.target,
    figure: secondsText(wholeOf(cell)),
    told: t("report-delivery.bar", {
      format: formatText(cell),
      link: linkText(link),
      times: momentsOf(cell),
    }),
    marks: (x, y) => {
      let from = 0;
      return pieces().map(({ name, colour, end }) => {
        const to = Math.max(from, (end(cell) ?? 0) * 1e9);
        const width = between(x(from), x(to));
        const bar = (
          <rect key={name} class={colour} x={x(from)} y={y - 7} width={width} height="14" />
        );
        from = to;
        return bar;
      });
    },
  };
}

function momentsOf({ times }: DeliveryCell): string[] {
  return TIMES.flatMap((time) => {
    const seconds = times[time];
    if (seconds === undefined) return [];
    return t("report-delivery.moment", { time: timeText(time), after: secondsText(seconds) });
  });
}

export function DeliveryTimes({ input, of }: { readonly input: ReportInput; of: Deliveries }) {
  const plot = deliveryTimesPlot(input, of);
  if (plot === undefined) return null;
  const shown = TIMES.filter((time) => of.cells.some(({ times }) => times[time] !== undefined));
  return (
    <Figure
      id={plot.id}
      heading={plot.title}
      caption={t("report-delivery.times-explained")}
      head={[
        t("report-delivery.head-link"),
        t("report-delivery.head-format"),
        ...shown.map((time) => timeText(time)),
      ]}
      lines={of.links.flatMap((link) =>
        emptyCells(of, link).map((cell) => [
          linkText(link),
          formatText(cell),
          ...shown.map((time) => {
            const seconds = cell.times[time];
            return orAbsent(seconds === undefined ? undefined : secondsText(seconds));
          }),
        ]),
      )}
    >
      <Plot {...plot} />
    </Figure>
  );
}
