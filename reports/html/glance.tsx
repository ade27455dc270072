/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The answer in a card for each target. */
import type { Row } from "../../bench/stats/analyze.ts";
import { medianOf } from "../../bench/stats/summary.ts";
import type { Metric } from "../../bench/types.ts";
import { quantity } from "../format.ts";
import { isPart, type ReportInput } from "../model.ts";
import { t } from "../text/message.ts";
import { TargetName } from "./parts/target-name.tsx";

export function Glance({ input }: { readonly input: ReportInput }) {
  return (
    <>
      <Cards input={input} />
      <p class="soft">{t("report-page.cards")}</p>
    </>
  );
}

/** The first headline of this kind that the run has for a target. */
function headline(
  { analysis }: ReportInput,
  target: string,
  isWanted: (metric: Metric) => boolean,
): Row | undefined {
  return analysis.rows.find(
    (row) => row.subject === target && row.is.role === "headline" && isWanted(row.is),
  );
}

/** Families whose metrics are shown as slowdowns. */
function slowedFamilies({ workloads }: ReportInput["analysis"]): readonly string[] {
  const slowed = workloads.filter(({ metrics }) =>
    metrics.some(({ role, against }) => role === "headline" && against === "ratio"),
  );
  return [...new Set(slowed.map(({ family }) => family))];
}

function Cards({ input }: { readonly input: ReportInput }) {
  const { rows, targets } = input.analysis;
  const families = slowedFamilies(input.analysis);
  return (
    <ul class="cards">
      {targets.map((target) => {
        const start = headline(input, target.id, ({ each }) => each === "start");
        const shipped = headline(input, target.id, ({ exact }) => exact === true);
        return (
          <li key={target.id}>
            <strong>
              <TargetName target={target} />
            </strong>
            {target.ok ? (
              <dl>
                {start === undefined ? null : (
                  <>
                    <dt>
                      {t(
                        target.warm === true ? "report-page.warm-start" : "report-page.cold-start",
                      )}
                    </dt>
                    <dd>{quantity(start.summary.median, "ns")}</dd>
                  </>
                )}
                {families.map((family) => (
                  <>
                    <dt>{t("report-page.slowdown-of-family", { family })}</dt>
                    <dd>{typicalSlowdown(rows, target.id, family)}</dd>
                  </>
                ))}
                <dt>{t("report-page.to-ship")}</dt>
                <dd>{shippedText(target.kind, shipped)}</dd>
              </dl>
            ) : (
              <p class="soft">
                {t("report-page.not-measured-because", { reason: target.reason ?? "" })}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function shippedText(kind: string, row: Row | undefined): string {
  if (kind === "native") return "0";
  return row === undefined ? t("report.not-measured") : quantity(row.summary.median, "bytes");
}

/** The median slowdown over the metrics of a family. */
function typicalSlowdown(rows: readonly Row[], target: string, family: string): string {
  const own = rows.filter(
    (row) =>
      row.subject === target && row.family === family && !isPart(row) && row.is.role !== "cost",
  );
  if (target === "native") return own.length === 0 ? t("report.not-measured") : "1x";
  const slowdowns = own.flatMap((row) =>
    row.overhead?.kind === "slowdown" ? [row.overhead.summary.median] : [],
  );
  return slowdowns.length === 0 ? t("report.not-measured") : `${medianOf(slowdowns).toFixed(2)}x`;
}
