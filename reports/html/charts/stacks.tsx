/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Sizes and times that are sums of parts: a bar for each target, with a piece for each part. */
import { say } from "../../../bench/messages.ts";
import type { Row } from "../../../bench/stats/analyze.ts";
import type { Message, Unit } from "../../../bench/types.ts";
import { quantity, targetLabel } from "../../format.ts";
import { findRow, type ReportInput } from "../../model.ts";
import { t, textOf } from "../../text/message.ts";
import { linearAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { between, Plot, type PlotProps } from "./plot.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

/** A figure that is the sum of its parts. */
export interface Stack {
  readonly workload: string;
  readonly unit: Unit;
  readonly metric: string;
  readonly title: string;
  /** All parts of the section: a part has one colour in all of its charts. */
  readonly parts: readonly string[];
}

const TITLES: Readonly<Record<string, Message>> = {
  shipped: say("report-sections.shipped"),
  disk: say("report-sections.on-disk"),
  calls: say("report-sections.one-start"),
};

/** The figures of a run that are sums. */
export function stacksOf({ analysis }: ReportInput): Stack[] {
  const { rows, workloads } = analysis;
  const sums = workloads.flatMap(({ id, metrics }) =>
    metrics
      .filter(({ fold }) => fold?.how === "sum")
      .filter((metric) => rows.some((row) => row.workload === id && row.metric === metric.id))
      .map((metric) => ({ workload: id, metric: metric.id, unit: metric.unit })),
  );
  const all = rows.filter((row) =>
    sums.some((sum) => sum.workload === row.workload && isPartOf(row, sum.metric)),
  );
  // The target that has most of them knows their order best.
  const partsOf = (id: string) => all.filter(({ subject }) => subject === id).map(partOf);
  const byTarget = [...new Set(all.map(({ subject }) => subject))].map(partsOf);
  const parts = [...new Set(byTarget.toSorted((a, b) => b.length - a.length).flat())];
  return sums.map((sum) => ({ ...sum, title: textOf(TITLES[sum.metric] ?? sum.metric), parts }));
}

function measuredOf({ analysis }: ReportInput, { workload, metric, parts: all }: Stack) {
  const { rows, targets } = analysis;
  const measured = targets.flatMap((target) => {
    const row = findRow(rows, workload, metric, target.id);
    return row === undefined ? [] : [{ target, size: row.summary.median }];
  });
  const ofMetric = rows.filter((row) => row.workload === workload && isPartOf(row, metric));
  const parts = all.filter((part) => ofMetric.some((row) => partOf(row) === part));
  const sizeOf = (target: string, part: string) =>
    ofMetric.find((row) => row.subject === target && partOf(row) === part)?.summary.median ?? 0;
  return { measured, parts, sizeOf };
}

export function stackPlot(input: ReportInput, stack: Stack): PlotProps {
  const { measured, parts, sizeOf } = measuredOf(input, stack);
  const { title, unit } = stack;
  const colour = (part: string) => `part p${stack.parts.indexOf(part) % 8}`;
  return {
    id: placeOf(stack),
    title,
    description: t("report-sections.sizes", {
      title,
      sizes: measured.map(({ target, size }) =>
        t("report-sections.size", {
          target: targetLabel(target),
          size: quantity(size, unit),
        }),
      ),
    }),
    legend: parts.map((part) => ({
      mark: <rect class={colour(part)} x="-4" y="-5" width="10" height="10" />,
      text: part,
    })),
    panels: [
      {
        heading: "",
        axis: linearAxis(measured.map(({ size }) => size)),
        tick: (value) => tickText(value, unit),
        rows: measured.map(({ target, size }) => ({
          label: target.id,
          target: target.id,
          figure: quantity(size, unit),
          told: t("report-sections.size", {
            target: targetLabel(target),
            size: quantity(size, unit),
          }),
          marks: (x, y) => {
            let from = 0;
            return parts.map((part) => {
              const to = from + sizeOf(target.id, part);
              const piece = (
                <rect
                  key={part}
                  class={colour(part)}
                  x={x(from)}
                  y={y - 7}
                  width={between(x(from), x(to))}
                  height="14"
                />
              );
              from = to;
              return piece;
            });
          },
        })),
      },
    ],
    source: sourceOf(input.run),
  };
}

export function Stacks({ input, stack }: { readonly input: ReportInput; readonly stack: Stack }) {
  const { measured, parts, sizeOf } = measuredOf(input, stack);
  const { title, unit } = stack;
  return (
    <Figure
      id={placeOf(stack)}
      heading={title}
      caption={null}
      head={[t("report-sections.head-target"), title, ...parts]}
      lines={measured.map(({ target, size }) => [
        targetLabel(target),
        quantity(size, unit),
        ...parts.map((part) => quantity(sizeOf(target.id, part), unit)),
      ])}
    >
      <Plot {...stackPlot(input, stack)} />
    </Figure>
  );
}

function placeOf({ workload, metric }: Stack): string {
  return `${workload.split(".")[0]}-${metric}`;
}

function isPartOf({ is }: Row, metric: string): boolean {
  return is.role === "part" && is.of === metric;
}

/** `kernel` of `shipped/kernel`. */
function partOf({ metric, is }: Row): string {
  return metric.slice((is.of?.length ?? -1) + 1);
}
