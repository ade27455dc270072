/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Sizes that are sums of parts: a bar for each target, with a piece for each part. */
import type { Row } from "../../../bench/stats/analyze.ts";
import { quantity, targetLabel } from "../../format.ts";
import { findRow, type ReportInput } from "../../model.ts";
import { t } from "../../text/message.ts";
import { linearAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { between, Plot } from "./plot.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

export function Stacks(props: {
  readonly input: ReportInput;
  readonly workload: string;
  readonly metric: string;
  readonly title: string;
  /** All parts of the section: a part has one colour in all of its charts. */
  readonly parts: readonly string[];
}) {
  const { input, workload, metric, title } = props;
  const { rows, targets } = input.analysis;
  const measured = targets.flatMap((target) => {
    const row = findRow(rows, workload, metric, target.id);
    return row === undefined ? [] : [{ target, size: row.summary.median }];
  });
  const ofMetric = rows.filter((row) => row.workload === workload && isPartOf(row, metric));
  const parts = props.parts.filter((part) => ofMetric.some((row) => partOf(row) === part));
  const sizeOf = (target: string, part: string) =>
    ofMetric.find((row) => row.subject === target && partOf(row) === part)?.summary.median ?? 0;
  const id = `image-${metric}`;
  const colour = (part: string) => `part p${props.parts.indexOf(part) % 8}`;
  return (
    <Figure
      id={id}
      heading={title}
      caption={null}
      head={[t("report-sections.head-target"), title, ...parts]}
      lines={measured.map(({ target, size }) => [
        targetLabel(target),
        quantity(size, "bytes"),
        ...parts.map((part) => quantity(sizeOf(target.id, part), "bytes")),
      ])}
    >
      <Plot
        id={id}
        title={title}
        description={t("report-sections.sizes", {
          title,
          sizes: measured.map(({ target, size }) =>
            t("report-sections.size", {
              target: targetLabel(target),
              size: quantity(size, "bytes"),
            }),
          ),
        })}
        legend={parts.map((part) => ({
          mark: <rect class={colour(part)} x="-4" y="-5" width="10" height="10" />,
          text: part,
        }))}
        panels={[
          {
            heading: "",
            axis: linearAxis(measured.map(({ size }) => size)),
            tick: (value) => tickText(value, "bytes"),
            rows: measured.map(({ target, size }) => ({
              label: target.id,
              target: target.id,
              figure: quantity(size, "bytes"),
              told: t("report-sections.size", {
                target: targetLabel(target),
                size: quantity(size, "bytes"),
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
        ]}
        source={sourceOf(input.run)}
      />
    </Figure>
  );
}

export function isPartOf({ is }: Row, metric: string): boolean {
  return is.role === "part" && is.of === metric;
}

/** `kernel` of `shipped/kernel`. */
export function partOf({ metric, is }: Row): string {
  return metric.slice((is.of?.length ?? -1) + 1);
}
