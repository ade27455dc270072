/** What the charts of the page draw and say. All of it is made here, so the script has no words. */
import type { TargetState } from "../../bench/schema.ts";
import { NATIVE, type Row } from "../../bench/stats/analyze.ts";
import { highestOf, lowestOf } from "../../bench/stats/extent.ts";
import { overheadKind } from "../../bench/stats/overhead.ts";
import { mainTarget } from "../../bench/subjects.ts";
import type { Metric } from "../../bench/types.ts";
import { isEmulated, scaleFor, targetLabel } from "../format.ts";
import { isPart, metricsOf, type ReportInput } from "../model.ts";
import { t } from "../text/message.ts";
import { type AskedLinks, askedLinks } from "./asked-links.ts";
import { sourceOf } from "./charts/source.ts";
import { type EarlierPage, earlierPage, pastOf } from "./earlier.ts";
import { COMPARISONS, DIRECTIONS, QUANTILES } from "./shared.ts";
import { gaps, type Template } from "./template.ts";

type Better = Metric["better"];

export interface ChartTarget {
  readonly id: string;
  /** What stands below its id on an axis, if it was emulated. */
  readonly mark?: string;
  /** What stands there instead where it has nothing to show: an empty row would look like a zero. */
  readonly absent: string;
}

/** A target as a workload measures it: one of several formats, links or neighbours. */
export interface ChartWay extends ChartTarget {
  /** The id of its target. */
  readonly of: string;
}

export interface Distribution {
  /** Its workload and metric. */
  readonly key: string;
  /** Its workload, if that measures targets in several ways: the key of `ways`. */
  readonly inWays?: string;
  /** Values are drawn in this unit, which is `factor` base units. */
  readonly factor: number;
  readonly unit: string;
  readonly logarithmic: boolean;
  readonly axis: string;
  /** Place in `DIRECTIONS`. */
  readonly better: number;
  /**
   * How a round's value is compared with native's: place in `COMPARISONS`. Absent where that makes no
   * sense.
   */
  readonly against?: number;
  /** The number of rounds and samples of each target. */
  readonly note: string;
  readonly series: readonly ChartSeries[];
}

/**
 * The values of a target's rounds. The box's median is therefore the median of every card and table:
 * that of all samples would be another figure, since rounds have different numbers of samples.
 */
export interface ChartSeries {
  readonly target: string;
  readonly values: readonly number[];
  /** The rounds of these values; absent if they are 1, 2, and so on. */
  readonly rounds?: readonly number[];
  /** What earlier runs had, and this one as the last: see `unpacked`. Absent if none had it. */
  readonly past?: string;
}

/** What the script says of tables, charts and headings, on any page. */
export interface ToolWords {
  readonly filter: string;
  readonly csv: string;
  readonly svg: string;
  readonly png: string;
  readonly byCost: string;
  readonly byLadder: string;
  readonly link: string;
}

/** What the script says of figures that it computes. */
export interface ChartWords extends ToolWords {
  /** For readers who hear them. */
  readonly boxPlotOf: readonly Template<"metric" | "samples">[];
  readonly ecdfOf: Template<"metric">;
  readonly roundsOf: Template<"metric" | "target">;
  readonly noPairs: string;
  readonly rounds: string;
  readonly native: string;
  /** Heads of the tables of quantiles and of rounds. */
  readonly quantiles: readonly string[];
  readonly roundHeads: Readonly<Record<"round" | "difference" | "slowdown", string>>;
  readonly targets: string;
  readonly quartiles: Template<"min" | "q1" | "median" | "mean" | "q3" | "max">;
  readonly outlier: Template<"value">;
  readonly sample: Template<"value">;
}

export interface ChartData {
  /** Of which run a chart is, for those who meet it outside of the page. */
  readonly source: string;
  readonly words: ChartWords;
  readonly targets: readonly ChartTarget[];
  /** By workload, what its metrics are drawn for in place of targets. */
  readonly ways: Readonly<Record<string, readonly ChartWay[]>>;
  readonly distributions: readonly Distribution[];
  /** Absent in a page that was made without a history. */
  readonly earlier?: EarlierPage;
  /** Models of deliveries. Absent where there are none. */
  readonly asked?: readonly AskedLinks[];
}

/** From here on the values of a metric have a logarithmic axis. */
const WIDE_RANGE = 20;

export function toolWords(): ToolWords {
  return {
    filter: t("report-page.filter"),
    csv: t("report-page.csv"),
    svg: t("report-page.svg"),
    png: t("report-page.png"),
    byCost: t("report-page.by-cost"),
    byLadder: t("report-page.by-ladder"),
    link: t("report-page.link"),
  };
}

function boxPlotOf(better: Better): string {
  return t("report-sections.box-plot-of", { metric: "{metric}", better, samples: ["{samples}"] });
}

export function chartData(input: ReportInput): ChartData {
  const asked = askedLinks(input);
  const ways = waysOf(input);
  return {
    ...(asked.length === 0 ? {} : { asked }),
    source: sourceOf(input.run),
    words: {
      ...toolWords(),
      targets: t("report-page.targets"),
      boxPlotOf: DIRECTIONS.map(boxPlotOf),
      ecdfOf: t("report-distributions.ecdf-of", gaps("metric")),
      roundsOf: t("report-distributions.rounds-of", gaps("metric", "target")),
      noPairs: t("report-distributions.no-pairs"),
      rounds: t("report-distributions.open-rounds"),
      native: NATIVE,
      quantiles: [
        t("report-sections.head-target"),
        t("report-distributions.head-rounds"),
        t("report-distributions.head-lowest"),
        ...QUANTILES.map((share) => t("report-distributions.head-quantile", { share })),
        t("report-distributions.head-highest"),
      ],
      roundHeads: {
        round: t("report-distributions.head-round"),
        difference: t("report-distributions.head-difference"),
        slowdown: t("report-charts.head-slowdown"),
      },
      quartiles: t("report-sections.quartiles", gaps("min", "q1", "median", "mean", "q3", "max")),
      outlier: t("report-sections.outlier", gaps("value")),
      sample: t("report-sections.sample", gaps("value")),
    },
    targets: input.analysis.targets.map(chartTarget),
    ways,
    distributions: distributions(input, ways),
    ...(input.earlier === undefined ? {} : { earlier: earlierPage(input.run, input.earlier) }),
  };
}

function chartTarget(target: TargetState): ChartTarget {
  return {
    id: target.id,
    ...(isEmulated(target) ? { mark: t("report.emulated") } : {}),
    absent: t(target.ok ? "report.not-measured" : "report.unavailable"),
  };
}

function waysOf({ run, analysis: { targets } }: ReportInput): ChartData["ways"] {
  const ids = targets.map(({ id }) => id);
  const inWays = run.workloads.filter(({ subjects = [] }) =>
    subjects.some(({ id }) => !ids.includes(id)),
  );
  return Object.fromEntries(
    inWays.map(({ id: workload, subjects = [] }) => [
      workload,
      subjects.flatMap((subject): ChartWay[] => {
        const of = mainTarget(subject);
        const target = targets.find(({ id }) => id === of);
        return target === undefined ? [] : [{ ...chartTarget(target), id: subject.id, of }];
      }),
    ]),
  );
}

/** Distributions of what varies. A size that is the same each time has none. */
function distributions(
  { analysis, earlier }: ReportInput,
  ways: ChartData["ways"],
): Distribution[] {
  const drawn = analysis.rows.filter((row) => !isPart(row) && row.is.exact !== true);
  return analysis.workloads.flatMap(({ id }) =>
    metricsOf(drawn, id).map((metric): Distribution => {
      const rows = drawn.filter((row) => row.workload === id && row.metric === metric);
      const key = `${id} ${metric}`;
      const { unit, better, is } = rows[0] as Row;
      const against = overheadKind(is);
      const series = rows.map(
        ({ subject, rounds, samples }): CountedSeries => ({
          target: subject,
          values: [...rounds.values()],
          ...([...rounds.keys()].some((round, index) => round !== index + 1)
            ? { rounds: [...rounds.keys()] }
            : {}),
          samples: [...samples.values()].flat().length,
        }),
      );
      const values = series.flatMap((one) => one.values).sort((a, b) => a - b);
      const scale = scaleFor(values[values.length >> 1] ?? 1, unit);
      const logarithmic = highestOf(values) / lowestOf(values) > WIDE_RANGE;
      return {
        key,
        ...(Object.hasOwn(ways, id) ? { inWays: id } : {}),
        factor: scale.factor,
        unit: scale.unit,
        logarithmic,
        axis: t("report-sections.box-axis", { unit: scale.unit, better, logarithmic }),
        better: DIRECTIONS.indexOf(better),
        ...(against === undefined ? {} : { against: COMPARISONS.indexOf(against) }),
        note: noteOf(analysis, series),
        series: series.map(({ samples, ...one }) => ({
          ...one,
          values: one.values.map(shortened),
          ...pastOf(earlier, { workload: id, metric, target: one.target }, scale.factor),
        })),
      };
    }),
  );
}

interface CountedSeries extends ChartSeries {
  readonly samples: number;
}

/** So many targets with the same number are told at once. */
const MOST_TOLD = 6;

function noteOf(analysis: ReportInput["analysis"], series: readonly CountedSeries[]): string {
  const [first] = series;
  const isSame = (one: CountedSeries) =>
    one.values.length === first?.values.length && one.samples === first.samples;
  if (first !== undefined && series.length > MOST_TOLD && series.every(isSame)) {
    const { values, samples } = first;
    return t("report-sections.samples", {
      target: t("report-sections.samples-of-each", { count: series.length }),
      rounds: values.length,
      samples,
    });
  }
  return series.map((one) => samplesOf(analysis, one)).join(", ");
}

function samplesOf(
  { targets }: ReportInput["analysis"],
  { target: id, values, samples }: CountedSeries,
): string {
  const target = targetLabel(targets.find((one) => one.id === id) ?? { id });
  return t("report-sections.samples", { target, rounds: values.length, samples });
}

/** Six digits are enough for a picture. */
function shortened(value: number): number {
  return Number(value.toPrecision(6));
}
