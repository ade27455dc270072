/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The matrix of victims and neighbours: a line for each pair, a column for each target. */
import type { Summary } from "../../../bench/stats/summary.ts";
import { absence, type ReportInput } from "../../model.ts";
import { type NeighbourLine, neighboursIn } from "../../neighbours.ts";
import { quantity } from "../../numbers.ts";
import { t } from "../../text/message.ts";
import { Grid } from "./grid.tsx";
import { HeatScale, heatClass } from "./heat-map.tsx";

export function Neighbours({ input }: { readonly input: ReportInput }) {
  const lines = neighboursIn(input);
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{t("report-neighbours.title")}</h3>
      <p>{t("report-neighbours.explained")}</p>
      <Grid
        input={input}
        id="neighbours"
        caption={t("report-neighbours.caption")}
        class="heat"
        targets={input.analysis.targets}
        metrics={lines.map(({ workload, beside }) => `${workload} ${beside}`)}
        cell={(target, index) => {
          const line = lines[index] as NeighbourLine;
          const harm = line.harm.get(target.id);
          if (harm === undefined) return { text: absence(input, target.id, line.workload) };
          return {
            class: isShown(harm) ? heatClass(harm.median) : "same",
            text: <Cell harm={harm} gain={line.gain.get(target.id)} />,
          };
        }}
      />
      <HeatScale />
    </>
  );
}

/** A colour claims a difference: the interval leaves out 1. */
function isShown({ interval }: Summary): boolean {
  return interval !== undefined && (interval.low > 1 || interval.high < 1);
}

function Cell({ harm, gain }: { readonly harm: Summary; readonly gain: Summary | undefined }) {
  const { median, interval } = harm;
  return (
    <>
      {factor(median)}
      <span class="soft">
        {interval === undefined ? "" : ` [${factor(interval.low)}, ${factor(interval.high)}]`}
        {gain === undefined
          ? ""
          : ` ${t("report-neighbours.gain", { rate: quantity(gain.median, "ops/s") })}`}
      </span>
    </>
  );
}

function factor(value: number): string {
  return `${value < 100 ? value.toFixed(2) : value.toFixed(0)}x`;
}
