/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The distribution of one metric: a box for each target, and a dot for each round. */
import { quantile } from "../../../bench/stats/quantile.ts";
import { digits } from "../../numbers.ts";
import { t } from "../../text/message.ts";
import type { ChartData, ChartTarget, Distribution } from "../data.ts";
import { drawnFor, isBoxed, nameOf } from "../quantiles.ts";
import { fill } from "../template.ts";
import { logarithmicAxis, nearAxis } from "./axis.ts";
import { Mark } from "./marks.tsx";
import { between, type PlotPanel, type PlotProps, type PlotRow, Whisker } from "./plot.tsx";

/** A whisker ends at the last value within so many lengths of the box. */
const REACH = 1.5;
const USUAL = "start.exec ready";

/** The metric that a page shows first. Undefined for a run without figures that vary. */
export function firstShown({ distributions }: ChartData): Distribution | undefined {
  return distributions.find(({ key }) => key === USUAL) ?? distributions[0];
}

export function boxPlot(data: ChartData, distribution: Distribution): PlotProps {
  const { key, better, note } = distribution;
  const text = data.words.boxPlotOf[better] ?? "";
  return {
    id: "boxes",
    metric: key,
    title: t("report-sections.box-plot-title", { metric: key }),
    description: fill(text, { metric: key, samples: note }),
    panels: panelsOf(data, distribution),
    source: data.source,
  };
}

/** Machines that were emulated have an axis of their own, if anything was measured on them. */
function panelsOf(data: ChartData, distribution: Distribution): PlotPanel[] {
  const { words, ways } = data;
  const targets = drawnFor(distribution, data.targets, ways);
  const { key, factor, logarithmic, axis: unit } = distribution;
  return [false, true].flatMap((emulated) => {
    const own = targets.filter(({ mark }) => (mark !== undefined) === emulated);
    const values = own.flatMap((target) => valuesOf(distribution, target));
    if (values.length === 0) return [];
    const shown = values.map((value) => value / factor);
    const heading = emulated ? t("report-sections.box-emulated") : key;
    return [
      {
        heading: `${heading} · ${unit}`,
        axis: logarithmic ? logarithmicAxis(shown) : nearAxis(shown),
        tick: (value) => String(Number(value.toPrecision(6))),
        rows: own.map((target) => rowOf(target, distribution, words.quartiles)),
      },
    ];
  });
}

function valuesOf({ series }: Distribution, { id }: ChartTarget): readonly number[] {
  return series.find(({ target }) => target === id)?.values ?? [];
}

function rowOf(
  target: ChartTarget,
  distribution: Distribution,
  quartiles: ChartData["words"]["quartiles"],
): PlotRow {
  const { factor, unit } = distribution;
  const values = valuesOf(distribution, target)
    .map((value) => value / factor)
    .toSorted((a, b) => a - b);
  const name = nameOf(target);
  if (values.length === 0) {
    const told = `${name}: ${target.absent}`;
    // An empty row would look like a zero.
    return { label: target.id, target: target.id, figure: target.absent, told, marks: () => null };
  }
  const boxed = isBoxed(values);
  const shown = (value: number) => `${digits(value)} ${unit}`.trim();
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(values, share)) as [
    number,
    number,
    number,
  ];
  const told = boxed
    ? fill(quartiles, {
        min: shown(values[0] as number),
        q1: shown(q1),
        median: shown(median),
        mean: shown(values.reduce((sum, value) => sum + value, 0) / values.length),
        q3: shown(q3),
        max: shown(values.at(-1) as number),
      })
    : values.map(shown).join(", ");
  return {
    label: target.id,
    target: target.id,
    figure: shown(median),
    told: `${name}: ${told}`,
    marks: (x, y) => (
      <>
        {boxed ? <Box values={values} quartiles={[q1, median, q3]} x={x} y={y} /> : null}
        {values.map((value, index) => (
          <Mark key={index} shape="dot" colour="round" x={x(value)} y={y} />
        ))}
      </>
    ),
  };
}

function Box(props: {
  /** In their order. */
  readonly values: readonly number[];
  readonly quartiles: readonly [q1: number, median: number, q3: number];
  readonly x: (value: number) => string;
  readonly y: number;
}) {
  const { values, x, y } = props;
  const [q1, median, q3] = props.quartiles;
  const within = REACH * (q3 - q1);
  const low = values.find((value) => value >= q1 - within) ?? q1;
  const high = values.findLast((value) => value <= q3 + within) ?? q3;
  return (
    <>
      <Whisker from={x(Math.min(low, q1))} to={x(q1)} y={y} />
      <Whisker from={x(q3)} to={x(Math.max(high, q3))} y={y} />
      <rect class="box" x={x(q1)} y={y - 7} width={between(x(q1), x(q3))} height="14" />
      <line class="median" x1={x(median)} x2={x(median)} y1={y - 7} y2={y + 7} />
    </>
  );
}
