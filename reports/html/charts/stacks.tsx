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
  /** All parts of the workload: a part has one colour in all of its charts. */
  readonly parts: readonly string[];
}

const TITLES: Readonly<Record<string, Message>> = {
  shipped: say("report-sections.shipped"),
  disk: say("report-sections.on-disk"),
  calls: say("report-sections.one-start"),
  removal: say("report-sections.one-removal"),
};

/** The colours that a reader can tell apart. */
const COLOURS = 8;

/** The figures of a run that are sums. */
export function stacksOf({ analysis }: ReportInput): Stack[] {
  const { rows, workloads } = analysis;
  const sums = workloads.flatMap(({ id, metrics }) =>
    metrics
      .filter(({ fold }) => fold?.how === "sum")
      .filter((metric) => rows.some((row) => row.workload === id && row.metric === metric.id))
      .map((metric) => ({ workload: id, metric: metric.id, unit: metric.unit })),
  );
  return sums.map((sum) => {
    const ofWorkload = sums.filter(({ workload }) => workload === sum.workload);
    const pieces = rows.filter((row) =>
      ofWorkload.some((one) => row.workload === one.workload && isPartOf(row, one.metric)),
    );
    // The target that has most of them knows their order best.
    const partsOf = (id: string) => pieces.filter(({ subject }) => subject === id).map(partOf);
    const byTarget = [...new Set(pieces.map(({ subject }) => subject))].map(partsOf);
    const parts = [...new Set(byTarget.toSorted((a, b) => b.length - a.length).flat())];
    return { ...sum, title: textOf(TITLES[sum.metric] ?? sum.metric), parts };
  });
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

/** A piece of a bar: one part, or all the small ones for which there is no colour. */
interface Piece {
  readonly name: string;
  readonly parts: readonly string[];
  readonly colour: number;
}

function piecesOf(
  { measured, parts, sizeOf }: ReturnType<typeof measuredOf>,
  all: readonly string[],
): readonly Piece[] {
  const one = (part: string, colour: number): Piece => ({ name: part, parts: [part], colour });
  if (all.length <= COLOURS) return parts.map((part) => one(part, all.indexOf(part)));
  const most = (part: string) => Math.max(...measured.map(({ target }) => sizeOf(target.id, part)));
  const ranked = parts.toSorted((a, b) => most(b) - most(a));
  const large = parts.filter((part) => ranked.indexOf(part) < COLOURS - 1);
  const small = parts.filter((part) => !large.includes(part));
  if (small.length < 2) return parts.map(one);
  const last = large.at(-1);
  // What a start ends with stays its end.
  const pieces = large.map((part, index) => one(part, part === last ? COLOURS - 1 : index));
  const name = t("report-sections.small-parts", { count: small.length });
  return [...pieces.slice(0, -1), { name, parts: small, colour: COLOURS - 2 }, ...pieces.slice(-1)];
}

export function stackPlot(input: ReportInput, stack: Stack): PlotProps {
  const bars = measuredOf(input, stack);
  const { measured, sizeOf } = bars;
  const { title, unit } = stack;
  const pieces = piecesOf(bars, stack.parts);
  const colour = (piece: Piece) => `part p${piece.colour}`;
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
    legend: pieces.map((piece) => ({
      mark: <rect class={colour(piece)} x="-4" y="-5" width="10" height="10" />,
      text: piece.name,
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
            return pieces.map((piece) => {
              const to = piece.parts.reduce((sum, part) => sum + sizeOf(target.id, part), from);
              const bar = (
                <rect
                  key={piece.name}
                  class={colour(piece)}
                  x={x(from)}
                  y={y - 7}
                  width={between(x(from), x(to))}
                  height="14"
                />
              );
              from = to;
              return bar;
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
