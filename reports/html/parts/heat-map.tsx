/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { Code } from "../../../bench/messages.ts";
import type { TargetState } from "../../../bench/schema.ts";
import { NATIVE, type Row } from "../../../bench/stats/analyze.ts";
import { type Comparison, differencesOf } from "../../../bench/stats/differences.ts";
import { overhead, pairedValues } from "../../../bench/stats/overhead.ts";
import type { Summary } from "../../../bench/stats/summary.ts";
import type { Metric } from "../../../bench/types.ts";
import { brackets } from "../../format.ts";
import { absence, findRow, metricsOf, type ReportInput, targetsAsLines } from "../../model.ts";
import { t } from "../../text/message.ts";
import { differencesText } from "../differences.ts";
import { GROUPS, groupOf } from "../groups.ts";
import { Grid } from "./grid.tsx";

/** Upper ends of the colour classes, as slowdowns. */
const HEAT = [0.97, 1.03, 1.1, 1.3, 2, 5, 20, 100] as const;

/** Speeds and costs are factors of ongoing work. A start is a factor of another kind. */
export type HeatOf = "speed" | "startup" | "cost";

const EXPLAINED = {
  speed: "report-sections.overhead-explained",
  startup: "report-charts.start-heat-explained",
  cost: "report-sections.cost-explained",
} as const satisfies Record<string, Code>;

const CAPTIONS = {
  speed: "report-sections.overhead-caption",
  startup: "report-charts.start-heat-caption",
  cost: "report-sections.cost-caption",
} as const satisfies Record<string, Code>;

/** A colour claims a difference, so only cells that differ have one. */
export function heatClass(median: number): string {
  const index = HEAT.findIndex((end) => median < end);
  return `h${index === -1 ? HEAT.length : index}`;
}

/**
 * Whether the heat map shows a metric. Of a start it shows the headline: the other moments explain
 * that one. Sizes have sections of their own, since a ratio to what native ships says nothing.
 */
export function isSlowdown(is: Metric, of: HeatOf): boolean {
  if (is.role === "part" || is.exact === true) return false;
  if ((is.role === "cost") !== (of === "cost")) return false;
  const isStart = is.against === "difference" && is.role === "headline" && is.unit === "ns";
  return of === "startup" ? isStart : is.against === "ratio";
}

/**
 * Slowdowns of every metric, or ratios of the host's CPU time. A start is a slowdown here too,
 * although other tables report it as a difference.
 */
export function HeatMap({ input, of }: { readonly input: ReportInput; readonly of: HeatOf }) {
  const { targets, workloads } = input.analysis;
  const rows = input.analysis.rows.filter(({ is }) => isSlowdown(is, of));
  const others = targets.filter(({ kind }) => kind !== "native");
  const lines = workloads.flatMap(({ id }) =>
    metricsOf(rows, id).map((metric) => ({ workload: id, metric })),
  );
  if (lines.length === 0) return <p>{t("report-sections.not-measured")}</p>;
  const { differ, texts } = differences(rows, others);
  return (
    <>
      <p>{t(EXPLAINED[of], { rounds: input.run.rounds, ...brackets(rows) })}</p>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <Grid
        input={input}
        id={`heat-${of}`}
        caption={t(CAPTIONS[of])}
        class={targetsAsLines(input) ? "heat turned" : "heat"}
        targets={others}
        {...(of === "cost" ? {} : { prefix: "" })}
        metrics={lines.map(({ workload, metric }) =>
          `${workload} ${nameOf(rows, workload, metric)}`.trim(),
        )}
        cell={(target, index) => {
          const { workload, metric } = lines[index] as (typeof lines)[number];
          const row = findRow(rows, workload, metric, target.id);
          const slowdown = row && slowdownOf(row, findRow(rows, workload, metric, NATIVE));
          if (row === undefined || slowdown === undefined) {
            return { text: row ? t("report.not-applicable") : absence(input, target.id, workload) };
          }
          const heat = differ.has(keyOfRow(row)) ? heatClass(slowdown.median) : "same";
          return { class: heat, text: <Ratio slowdown={slowdown} /> };
        }}
      />
      <HeatScale />
    </>
  );
}

/** What the colours stand for. */
export function HeatScale() {
  return (
    <p class="soft scale">
      <span class="same">{t("report-sections.same")}</span>
      {[...HEAT, Number.POSITIVE_INFINITY].map((end, index) => (
        <span key={end} class={`h${index}`}>
          {Number.isFinite(end) ? `< ${end}` : `>= ${HEAT.at(-1)}`}
        </span>
      ))}
    </p>
  );
}

/** The cells that differ, and what is to be said of their number, group by group. */
function differences(rows: readonly Row[], others: readonly TargetState[]) {
  const groups = GROUPS.map((group) => {
    const ids = others.filter((target) => groupOf(target) === group).map(({ id }) => id);
    const comparisons = rows
      .filter(({ subject }) => ids.includes(subject))
      .flatMap((row): Comparison[] => {
        const native = findRow(rows, row.workload, row.metric, NATIVE);
        const summary = slowdownOf(row, native);
        if (native === undefined || summary === undefined) return [];
        const slowdowns = pairedValues("slowdown", row.better, row.rounds, native.rounds);
        return [{ key: keyOfRow(row), slowdowns, summary }];
      });
    return { group, found: differencesOf(comparisons) };
  });
  return {
    differ: new Set(groups.flatMap(({ found }) => [...found.differ])),
    texts: groups
      .filter(({ found }) => found.cells > 0)
      .map(({ group, found }) => differencesText(found, group)),
  };
}

function keyOfRow({ subject, workload, metric }: Row): string {
  return JSON.stringify([subject, workload, metric]);
}

/** A cost is named by the metric that it belongs to. */
function nameOf(rows: readonly Row[], workload: string, metric: string): string {
  const is = rows.find((row) => row.workload === workload && row.metric === metric)?.is;
  return is?.role === "cost" ? (is.of ?? "") : metric;
}

function Ratio({ slowdown: { median, interval } }: { readonly slowdown: Summary }) {
  return (
    <>
      {ratio(median)}
      <span class="soft">
        {interval === undefined ? "" : `[${ratio(interval.low)}, ${ratio(interval.high)}]`}
      </span>
    </>
  );
}

function ratio(value: number): string {
  return value < 100 ? value.toFixed(2) : value.toFixed(0);
}

function slowdownOf(row: Row, native: Row | undefined): Summary | undefined {
  if (row.overhead?.kind === "slowdown") return row.overhead.summary;
  return native && overhead("slowdown", row.better, row.rounds, native.rounds)?.summary;
}
