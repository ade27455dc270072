/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Published figures in a chart: hollow diamonds, which no measured figure has. */
import type { PublishedMark } from "../../published-marks.ts";
import { t } from "../../text/message.ts";
import { Mark } from "./marks.tsx";
import type { LegendItem } from "./plot.tsx";

export function PublishedMarks(props: {
  readonly marks: readonly PublishedMark[];
  readonly x: (value: number) => string;
  readonly y: number;
}) {
  const { marks, x, y } = props;
  return (
    <>
      {marks.map(({ low, high, text }) => (
        <g key={text}>
          <title>{t("report-charts.published", { figure: text })}</title>
          {low === high ? null : <line class="published" x1={x(low)} x2={x(high)} y1={y} y2={y} />}
          {[...new Set([low, high])].map((end) => (
            <Mark key={end} shape="diamond" colour="published" x={x(end)} y={y} />
          ))}
        </g>
      ))}
    </>
  );
}

/** Nothing where the chart has no such mark. */
export function publishedLegend(marks: readonly PublishedMark[]): LegendItem[] {
  if (marks.length === 0) return [];
  const mark = <Mark shape="diamond" colour="published" />;
  return [{ mark, text: t("report-charts.legend-published") }];
}

/** What they are, for readers who hear the chart or read its table. */
export function publishedTexts(marks: readonly PublishedMark[], target: string): string {
  return [...new Set(marks.filter((one) => one.target === target).map(({ text }) => text))].join(
    "; ",
  );
}
