/** What the charts of the page draw and say. All of it is made here, so the script has no words. */
import type { Row } from "../../bench/stats/analyze.ts";
import { highestOf, lowestOf } from "../../bench/stats/extent.ts";
import { isEmulated, scaleFor, targetLabel } from "../format.ts";
import { isPart, metricsOf, type ReportInput } from "../model.ts";
import { t } from "../text/message.ts";
import { gaps, type Template } from "./template.ts";

export interface ChartTarget {
  readonly id: string;
  /** What stands below its id on an axis, if it was emulated. */
  readonly mark?: string;
  /** What stands there instead where it has nothing to show: an empty row would look like a zero. */
  readonly absent: string;
}

export interface Distribution {
  /** Its workload and metric. */
  readonly key: string;
  /** Values are drawn in this unit, which is `factor` base units. */
  readonly factor: number;
  readonly unit: string;
  readonly logarithmic: boolean;
  readonly axis: string;
  /** For readers who hear it. */
  readonly description: string;
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
  /** Whether there are enough for quartiles. Fewer are drawn as dots alone. */
  readonly boxed: boolean;
}

/** What the script says of tables, charts and headings, on any page. */
export interface ToolWords {
  readonly filter: string;
  readonly csv: string;
  readonly svg: string;
  readonly link: string;
}

/** What the script says of figures that it computes. */
export interface ChartWords extends ToolWords {
  readonly targets: string;
  readonly quartiles: Template<"min" | "q1" | "median" | "mean" | "q3" | "max">;
  readonly outlier: Template<"value">;
  readonly sample: Template<"value">;
}

export interface ChartData {
  readonly words: ChartWords;
  readonly targets: readonly ChartTarget[];
  readonly distributions: readonly Distribution[];
}

/** Quartiles of so few values would pretend to know a distribution. */
const MOST_DOTS = 5;

/** From here on the values of a metric have a logarithmic axis. */
const WIDE_RANGE = 20;

export function toolWords(): ToolWords {
  return {
    filter: t("report-page.filter"),
    csv: t("report-page.csv"),
    svg: t("report-page.svg"),
    link: t("report-page.link"),
  };
}

export function chartData(input: ReportInput): ChartData {
  return {
    words: {
      ...toolWords(),
      targets: t("report-page.targets"),
      quartiles: t("report-sections.quartiles", gaps("min", "q1", "median", "mean", "q3", "max")),
      outlier: t("report-sections.outlier", gaps("value")),
      sample: t("report-sections.sample", gaps("value")),
    },
    targets: input.analysis.targets.map((target) => ({
      id: target.id,
      ...(isEmulated(target) ? { mark: t("report.emulated") } : {}),
      absent: t(target.ok ? "report.not-measured" : "report.unavailable"),
    })),
    distributions: distributions(input),
  };
}

/** Distributions of what varies. A size that is the same each time has none. */
function distributions({ analysis }: ReportInput): Distribution[] {
  const drawn = analysis.rows.filter((row) => !isPart(row) && row.is.exact !== true);
  return analysis.workloads.flatMap(({ id }) =>
    metricsOf(drawn, id).map((metric): Distribution => {
      const rows = drawn.filter((row) => row.workload === id && row.metric === metric);
      const key = `${id} ${metric}`;
      const { unit, better } = rows[0] as Row;
      const series = rows.map(
        ({ subject, rounds, samples }): CountedSeries => ({
          target: subject,
          values: [...rounds.values()],
          boxed: rounds.size > MOST_DOTS,
          samples: [...samples.values()].flat().length,
        }),
      );
      const values = series.flatMap((one) => one.values).sort((a, b) => a - b);
      const scale = scaleFor(values[values.length >> 1] ?? 1, unit);
      const logarithmic = highestOf(values) / lowestOf(values) > WIDE_RANGE;
      const told = series.map((one) => samplesOf(analysis, one));
      return {
        key,
        factor: scale.factor,
        unit: scale.unit,
        logarithmic,
        axis: t("report-sections.box-axis", { unit: scale.unit, better, logarithmic }),
        description: t("report-sections.box-plot-of", { metric: key, better, samples: told }),
        note: told.join(", "),
        series: series.map(({ target, values: all, boxed }) => ({
          target,
          values: all.map(shortened),
          boxed,
        })),
      };
    }),
  );
}

interface CountedSeries extends ChartSeries {
  readonly samples: number;
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
