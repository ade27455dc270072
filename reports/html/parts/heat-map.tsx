/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { Row } from "../../../bench/stats/analyze.ts";
import { overhead } from "../../../bench/stats/overhead.ts";
import type { Summary } from "../../../bench/stats/summary.ts";
import { brackets } from "../../format.ts";
import { absence, findRow, metricsOf, type ReportInput, targetsAsLines } from "../../model.ts";
import { Grid } from "./grid.tsx";

/** Upper ends of the colour classes, as slowdowns. */
const HEAT = [0.97, 1.03, 1.1, 1.3, 2, 5] as const;

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
  if (lines.length === 0) return <p>Not measured.</p>;
  return (
    <>
      <p>
        {of === "speed"
          ? "A cell says how many times worse a target is than native in the same round: 1.00 is native's own speed."
          : "A cell says how many times as much of the host's CPU time a unit of work takes as it takes natively, in the same round. The CPU time is that of everything that an instance is made of, with the VMM, runtimes, clients and daemons. A target that is as fast for twice the CPU time is not equal."}{" "}
        Cells are medians of {input.run.rounds} round(s){brackets(rows)}. A cell has no colour where
        its interval includes 1, or where there are too few rounds for an interval: no difference
        was shown.
      </p>
      <Grid
        input={input}
        caption={of === "speed" ? "Slowdown against native" : "Host CPU time against native"}
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
            return { text: row ? "n/a" : absence(input, target.id, workload) };
          }
          return { class: heatClass(slowdown), text: <Ratio slowdown={slowdown} /> };
        }}
      />
      <p class="soft scale">
        <span class="same">not shown to differ</span>
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
