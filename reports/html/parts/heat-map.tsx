/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { Code } from "../../../bench/messages.ts";
import type { Row } from "../../../bench/stats/analyze.ts";
import { overhead } from "../../../bench/stats/overhead.ts";
import type { Summary } from "../../../bench/stats/summary.ts";
import { brackets } from "../../format.ts";
import { absence, findRow, metricsOf, type ReportInput, targetsAsLines } from "../../model.ts";
import { t } from "../../text/message.ts";
import { Grid } from "./grid.tsx";

/** Upper ends of the colour classes, as slowdowns. */
const HEAT = [0.97, 1.03, 1.1, 1.3, 2, 5] as const;

const EXPLAINED = {
  speed: "report-sections.overhead-explained",
  cost: "report-sections.cost-explained",
} as const satisfies Record<string, Code>;

const CAPTIONS = {
  speed: "report-sections.overhead-caption",
  cost: "report-sections.cost-caption",
} as const satisfies Record<string, Code>;

/** A colour claims a difference. Without an interval that leaves out 1, there is none. */
function heatClass({ median, interval }: Summary): string {
  if (interval === undefined || (interval.low <= 1 && interval.high >= 1)) return "same";
  const index = HEAT.findIndex((end) => median < end);
  return `h${index === -1 ? HEAT.length : index}`;
}

/**
 * Whether the heat map shows a row. Of a start it shows the headline: the other moments explain
 * that one. Sizes have sections of their own, since a ratio to what native ships says nothing.
 */
function isSlowdown({ is, unit }: Row, of: "speed" | "cost"): boolean {
  if (is.role === "part" || is.exact === true) return false;
  if ((is.role === "cost") !== (of === "cost")) return false;
  if (is.against === "ratio") return true;
  return is.against === "difference" && is.role === "headline" && unit === "ns";
}

/**
 * Slowdowns of every metric, or ratios of the host's CPU time. A start is a slowdown here too,
 * although other tables report it as a difference.
 */
export function HeatMap({
  input,
  of,
}: {
  readonly input: ReportInput;
  readonly of: "speed" | "cost";
}) {
  const { targets, workloads } = input.analysis;
  const rows = input.analysis.rows.filter((row) => isSlowdown(row, of));
  const others = targets.filter(({ kind }) => kind !== "native");
  const lines = workloads.flatMap(({ id }) =>
    metricsOf(rows, id).map((metric) => ({ workload: id, metric })),
  );
  if (lines.length === 0) return <p>{t("report-sections.not-measured")}</p>;
  return (
    <>
      <p>{t(EXPLAINED[of], { rounds: input.run.rounds, ...brackets(rows) })}</p>
      <Grid
        input={input}
        caption={t(CAPTIONS[of])}
        class={targetsAsLines(input) ? "heat turned" : "heat"}
        targets={others}
        metrics={lines.map(({ workload, metric }) =>
          `${workload} ${nameOf(rows, workload, metric)}`.trim(),
        )}
        cell={(target, index) => {
          const { workload, metric } = lines[index] as (typeof lines)[number];
          const row = findRow(rows, workload, metric, target.id);
          const slowdown = row && slowdownOf(row, findRow(rows, workload, metric, "native"));
          if (slowdown === undefined) {
            return { text: row ? t("report.not-applicable") : absence(input, target.id, workload) };
          }
          return { class: heatClass(slowdown), text: <Ratio slowdown={slowdown} /> };
        }}
      />
      <p class="soft scale">
        <span class="same">{t("report-sections.same")}</span>
        {[...HEAT, Number.POSITIVE_INFINITY].map((end, index) => (
          <span key={end} class={`h${index}`}>
            {Number.isFinite(end) ? `< ${end}` : `>= ${HEAT.at(-1)}`}
          </span>
        ))}
      </p>
    </>
  );
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
