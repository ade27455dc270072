/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A bar for each subject, from the moment at which the load rose, with a piece up to each moment. */
import type { Moment } from "../../../bench/types.ts";
import type { ReportInput } from "../../model.ts";
import { quantity } from "../../numbers.ts";
import { t } from "../../text/message.ts";
import { MOMENTS, type Timeline, type Timelines } from "../../timelines.ts";
import { linearAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { between, Plot, type PlotPanel, type PlotProps } from "./plot.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

const LAST = MOMENTS.at(-1);

export function timelinePlot(input: ReportInput, { workload, lines }: Timelines): PlotProps {
  return {
    id: `timeline-${workload.id}`,
    title: t("report-timeline.title", { workload: workload.id }),
    description: t("report-timeline.described", { lines: lines.map(toldOf) }),
    legend: MOMENTS.map((moment) => ({
      mark: <rect class={colourOf(moment)} x="-4" y="-5" width="10" height="10" />,
      text: t(`report-timeline.${moment}`),
    })),
    panels: [false, true].flatMap((emulated) =>
      panelOf(
        lines.filter((line) => line.emulated === emulated),
        emulated,
      ),
    ),
    source: sourceOf(input.run),
  };
}

function colourOf(moment: Moment): string {
  return `part p${MOMENTS.indexOf(moment)}`;
}

function panelOf(lines: readonly Timeline[], emulated: boolean): readonly PlotPanel[] {
  if (lines.length === 0) return [];
  return [
    {
      heading: emulated ? t("report-timeline.emulated") : "",
      axis: linearAxis(lines.flatMap(({ moments }) => moments.map(({ ns }) => ns))),
      tick: (value) => tickText(value, "ns"),
      rows: lines.map((line) => ({
        label: line.subject,
        target: line.target,
        figure: endOf(line),
        told: toldOf(line),
        marks: (x, y) => {
          let fromNs = 0;
          return line.moments.map(({ moment, ns }) => {
            const bar = (
              <rect
                key={moment}
                class={colourOf(moment)}
                x={x(fromNs)}
                y={y - 7}
                width={between(x(fromNs), x(ns))}
                height="14"
              />
            );
            fromNs = Math.max(fromNs, ns);
            return bar;
          });
        },
      })),
    },
  ];
}

/** When the objective was met; a bar that ends before did not meet it. */
function endOf({ moments }: Timeline): string {
  const last = moments.find(({ moment }) => moment === LAST);
  return last === undefined ? t("report-timeline.never") : quantity(last.ns, "ns");
}

function toldOf(line: Timeline): string {
  return t("report-timeline.told", {
    subject: line.subject,
    moments: line.moments.map(({ moment, ns }) =>
      t("report-timeline.after", {
        what: t(`report-timeline.${moment}`),
        time: quantity(ns, "ns"),
      }),
    ),
    end: endOf(line),
  });
}

export function TimelineFigure({
  input,
  of,
}: {
  readonly input: ReportInput;
  readonly of: Timelines;
}) {
  const plot = timelinePlot(input, of);
  return (
    <Figure
      id={plot.id}
      heading={plot.title}
      caption={t("report-timeline.explained")}
      head={[
        t("report-curves.head-target"),
        ...MOMENTS.map((moment) => t(`report-timeline.${moment}`)),
      ]}
      lines={of.lines.map(({ subject, moments }) => [
        subject,
        ...MOMENTS.map((moment) => {
          const found = moments.find((one) => one.moment === moment);
          return found === undefined ? "-" : quantity(found.ns, "ns");
        }),
      ])}
    >
      <Plot {...plot} />
    </Figure>
  );
}
