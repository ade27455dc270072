/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The matrix of victims and neighbours: a line for each pair, a column for each target. */
import type { Summary } from "../../../bench/stats/summary.ts";
import { absence, type ReportInput } from "../../model.ts";
import { type NeighbourLine, neighboursIn } from "../../neighbours.ts";
import { quantity } from "../../numbers.ts";
import { percent } from "../../text/figures.ts";
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
            text: <Cell line={line} target={target.id} harm={harm} />,
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

interface CellOf {
  readonly line: NeighbourLine;
  readonly target: string;
  readonly harm: Summary;
}

function Cell({ line, target, harm: { median, interval } }: CellOf) {
  const lost = line.loss.get(target)?.median ?? 0;
  return (
    <>
      {factor(median)}
      <span class="soft">
        {interval === undefined ? "" : ` [${factor(interval.low)}, ${factor(interval.high)}]`}
        {lost === 0 ? "" : ` ${t("report-neighbours.lost", { share: percent(lost) })}`}
        {` ${gainOf(line, target)}`}
      </span>
    </>
  );
}

/** What the neighbour got done, if it was one that works. */
function gainOf({ gain }: NeighbourLine, target: string): string {
  const own = gain.get(target);
  if (own !== undefined) {
    return t("report-neighbours.gain", { rate: quantity(own.median, "ops/s") });
  }
  return gain.size === 0 ? "" : `(${t("report-neighbours.not-survived")})`;
}

function factor(value: number): string {
  return `${value < 100 ? value.toFixed(2) : value.toFixed(0)}x`;
}
