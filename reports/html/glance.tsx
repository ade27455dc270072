/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The answer in a card for each target. */
import type { TargetState } from "../../bench/schema.ts";
import { NATIVE, type Row } from "../../bench/stats/analyze.ts";
import { countsForFamily, familySlowdown } from "../../bench/stats/family.ts";
import type { Metric } from "../../bench/types.ts";
import { intervalText, quantity } from "../format.ts";
import type { ReportInput } from "../model.ts";
import { t } from "../text/message.ts";
import { factor, intervalOf } from "./charts/factor.ts";
import { TargetName } from "./parts/target-name.tsx";

export function Glance({ input }: { readonly input: ReportInput }) {
  const { targets, workloads } = input.analysis;
  return (
    <>
      <ul class="cards">
        {targets.map((target) => (
          <li key={target.id} data-target={target.id}>
            <strong>
              <TargetName target={target} />
            </strong>
            {target.ok ? (
              <Facts input={input} target={target} />
            ) : (
              <p class="soft">
                {t("report-page.not-measured-because", { reason: target.reason ?? "" })}
              </p>
            )}
          </li>
        ))}
      </ul>
      <p class="soft">{t("report-page.cards", { starts: workloads.find(isOfStarts)?.id ?? "" })}</p>
    </>
  );
}

function isOfStarts({ metrics }: ReportInput["analysis"]["workloads"][number]): boolean {
  return metrics.some(({ role, each }) => role === "headline" && each === "start");
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
function slowedFamilies({ rows }: ReportInput["analysis"]): readonly string[] {
  return [...new Set(rows.filter(countsForFamily).map(({ family }) => family))];
}

function Facts(props: { readonly input: ReportInput; readonly target: TargetState }) {
  const { input, target } = props;
  const start = headline(input, target.id, ({ each }) => each === "start");
  const sizes = input.analysis.rows.some(({ is }) => is.role === "headline" && is.exact === true);
  const shipped = headline(input, target.id, ({ exact }) => exact === true);
  return (
    <dl>
      {start === undefined ? null : (
        <Fact
          name={t(target.warm === true ? "report-page.warm-start" : "report-page.cold-start")}
          figure={quantity(start.summary.median, "ns")}
          interval={intervalText(start.summary, "ns")}
        />
      )}
      {target.id === NATIVE
        ? null
        : slowedFamilies(input.analysis).map((family) => {
            const slowdown = familySlowdown(input.analysis.rows, target.id, family);
            return (
              <Fact
                key={family}
                name={t("report-page.family", { family })}
                figure={
                  slowdown === undefined
                    ? t("report.not-measured")
                    : factor(slowdown.summary.median)
                }
                interval={slowdown && intervalOf(slowdown.summary)}
              />
            );
          })}
      {sizes ? (
        <Fact name={t("report-page.to-ship")} figure={shippedText(target.kind, shipped)} />
      ) : null}
    </dl>
  );
}

function Fact(props: {
  readonly name: string;
  readonly figure: string;
  readonly interval?: string | undefined;
}) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        {props.figure}{" "}
        {props.interval === undefined ? null : <span class="soft">{props.interval}</span>}
      </dd>
    </div>
  );
}

function shippedText(kind: string, row: Row | undefined): string {
  if (kind === "native") return "0";
  return row === undefined ? t("report.not-measured") : quantity(row.summary.median, "bytes");
}
