/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { WorkloadPlan } from "../../../bench/schema.ts";
import type { Row } from "../../../bench/stats/analyze.ts";
import {
  fewerRounds,
  intervalText,
  overheadIntervalText,
  overheadText,
  quantity,
} from "../../format.ts";
import {
  absence,
  checkLines,
  findRow,
  metricsOf,
  type ReportInput,
  targetsOf,
} from "../../model.ts";
import { headingOf } from "../heading.ts";
import { Grid } from "./grid.tsx";

/** A table for each workload: its metrics and checks on each target. */
export function ResultGrids(props: {
  readonly input: ReportInput;
  readonly workloads: readonly WorkloadPlan[];
  readonly rows: readonly Row[];
  /** The section that they stand in. */
  readonly section: string;
}) {
  const { input, workloads, rows } = props;
  return (
    <>
      {workloads.map((workload) => {
        const metrics = metricsOf(rows, workload.id);
        const checks = checkLines(input, workload.id);
        return (
          <Grid
            key={workload.id}
            input={input}
            id={`${props.section}-${workload.id}`}
            caption={headingOf(workload)}
            workload={workload.id}
            prefix={`${workload.id} `}
            targets={targetsOf(input, workload.id)}
            metrics={[...metrics, ...checks.map(({ check }) => check)]}
            cell={(target, index) => {
              const check = checks[index - metrics.length];
              if (check !== undefined) {
                return {
                  class: "words",
                  text: check.text(target.id) ?? absence(input, target.id, workload.id),
                };
              }
              const row = findRow(rows, workload.id, metrics[index] ?? "", target.id);
              return {
                text:
                  row === undefined ? (
                    absence(input, target.id, workload.id)
                  ) : (
                    <Cell row={row} rounds={input.run.rounds} />
                  ),
              };
            }}
          />
        );
      })}
    </>
  );
}

function Cell({ row, rounds }: { readonly row: Row; readonly rounds: number }) {
  const { overhead, summary, unit } = row;
  return (
    <>
      {quantity(summary.median, unit)}
      <span class="soft">
        {intervalText(summary, unit)} {fewerRounds(summary, row, rounds)}
      </span>
      {overhead === undefined ? null : (
        <>
          {overheadText(overhead, unit)}
          <span class="soft">
            {overheadIntervalText(overhead, unit)} {fewerRounds(overhead.summary, row, rounds)}
          </span>
        </>
      )}
    </>
  );
}
