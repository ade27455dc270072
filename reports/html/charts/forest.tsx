/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Slowdowns of each family of workloads on each target: interval, and a dot for each metric. */
import type { Code } from "../../../bench/messages.ts";
import { targetLabel } from "../../format.ts";
import type { ReportInput } from "../../model.ts";
import { t } from "../../text/message.ts";
import { differencesText } from "../differences.ts";
import { GROUPS, type Group } from "../groups.ts";
import { logarithmicAxis } from "./axis.ts";
import { factor, intervalOf } from "./factor.ts";
import { type FamilyLine, type Grouped, linesOf } from "./family-lines.ts";
import { Figure } from "./figure.tsx";
import { Mark } from "./marks.tsx";
import { Plot, type PlotPanel, type PlotProps, type PlotRow, Whisker } from "./plot.tsx";
import { PublishedMarks, publishedLegend, publishedTexts } from "./published.tsx";
import { sourceOf } from "./source.ts";
import { factorText } from "./ticks.ts";

const HEADINGS = {
  containers: "report-charts.family-containers",
  vms: "report-charts.family-vms",
  emulated: "report-charts.family-emulated",
} as const satisfies Record<Group, Code>;

const TITLES = {
  containers: "report-charts.slowdowns-containers",
  vms: "report-charts.slowdowns-vms",
  emulated: "report-charts.slowdowns-emulated",
} as const satisfies Record<Group, Code>;

export function Forest({ input }: { readonly input: ReportInput }) {
  const groups = GROUPS.map((group) => linesOf(input, group));
  const lines = groups.flatMap((group) => group.lines);
  const marks = lines.flatMap(({ published }) => published);
  if (lines.length === 0) return <p>{t("report-sections.not-measured")}</p>;
  return (
    <Figure
      id="slowdowns"
      heading={t("report-charts.slowdowns-of-families")}
      caption={
        <>
          {t("report-charts.slowdowns-explained")}{" "}
          {marks.length === 0 ? null : `${t("report-charts.published-explained")} `}
          {groups.map(({ group, differences }) =>
            differences.cells === 0 ? null : (
              <span key={group}>{differencesText(differences, group)} </span>
            ),
          )}
        </>
      }
      head={[
        t("report-charts.head-family"),
        t("report-sections.head-target"),
        t("report-charts.head-slowdown"),
        t("report.head-interval"),
        t("report-charts.head-metrics"),
        t("report-charts.head-differs"),
        ...(marks.length === 0 ? [] : [t("report-charts.legend-published")]),
      ]}
      lines={lines.map(({ family, target, slowdown: { summary }, metrics, published, differs }) => [
        t("report-page.family", { family }),
        targetLabel(target),
        factor(summary.median),
        intervalOf(summary) ?? "",
        String(metrics.length),
        t(differs ? "report-charts.differs" : "report-sections.same"),
        ...(marks.length === 0 ? [] : [publishedTexts(published, target.id)]),
      ])}
    >
      {groups
        .filter((group) => group.lines.length > 0)
        .map((group) => (
          <Plot key={group.group} {...plotOf(group, sourceOf(input.run))} />
        ))}
    </Figure>
  );
}

/** The charts of a run: none where nothing was measured against native. */
export function forestPlots(input: ReportInput): PlotProps[] {
  return GROUPS.map((group) => linesOf(input, group))
    .filter((group) => group.lines.length > 0)
    .map((group) => plotOf(group, sourceOf(input.run)));
}

/** A picture for each group: one for all would be taller than a sheet of paper. */
function plotOf(of: Grouped, source: string): PlotProps {
  return {
    id: `slowdowns-${of.group}`,
    title: t(TITLES[of.group]),
    description: t("report-charts.slowdowns-spoken", { slowdowns: of.lines.map(spoken) }),
    legend: [
      {
        mark: <Mark shape="circle" colour="family differs" />,
        text: t("report-charts.legend-family"),
      },
      { mark: <Mark shape="circle" colour="family" />, text: t("report-sections.same") },
      { mark: <Mark shape="dot" colour="metric" />, text: t("report-charts.legend-metric") },
      ...publishedLegend(of.lines.flatMap(({ published }) => published)),
    ],
    panels: panelsOf(of),
    source,
  };
}

/** A panel for each family. All of a group have one axis, so that families can be compared. */
function panelsOf({ group, lines }: Grouped): PlotPanel[] {
  const axis = logarithmicAxis(
    lines.flatMap(({ slowdown: { summary }, metrics, published }) => [
      // Native's own speed is always in sight, with some room.
      0.9,
      1.1,
      summary.median,
      ...metrics,
      ...published.flatMap(({ low, high }) => [low, high]),
      ...(summary.interval === undefined ? [] : [summary.interval.low, summary.interval.high]),
    ]),
  );
  const families = [...new Set(lines.map(({ family }) => family))];
  return families.map((family) => ({
    heading: t(HEADINGS[group], { family }),
    unlabelled: family !== families.at(-1),
    axis,
    tick: factorText,
    line: 1,
    rows: lines.filter((line) => line.family === family).map(rowOf),
  }));
}

function rowOf(line: FamilyLine): PlotRow {
  const { target, slowdown, metrics, published, differs } = line;
  const { median, interval } = slowdown.summary;
  return {
    label: target.id,
    target: target.id,
    figure: factor(median),
    interval: intervalOf(slowdown.summary) ?? "",
    told: spoken(line),
    shaded: !differs,
    marks: (x, y) => (
      <>
        {metrics.map((metric, index) => (
          <Mark key={index} shape="dot" colour="metric" x={x(metric)} y={y} />
        ))}
        {interval === undefined ? null : (
          <Whisker from={x(interval.low)} to={x(interval.high)} y={y} />
        )}
        <Mark shape="circle" colour={differs ? "family differs" : "family"} x={x(median)} y={y} />
        <PublishedMarks marks={published} x={x} y={y} />
      </>
    ),
  };
}

function spoken({ family, target, slowdown: { summary } }: FamilyLine): string {
  return t("report-charts.slowdown-spoken", {
    family,
    target: targetLabel(target),
    slowdown: factor(summary.median),
    interval: intervalOf(summary) ?? "",
  });
}
