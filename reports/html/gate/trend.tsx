/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A cell in each run of a history: what is normal, where the level changed, and the run judged. */
import type { CellVerdict, Trend, TrendRun } from "../../../bench/stats/judgement.ts";
import { plain } from "../../gate/plain.ts";
import { cellText, findings, verdictText } from "../../gate/words.ts";
import { t } from "../../text/message.ts";
import { logarithmicAxis } from "../charts/axis.ts";
import { Figure } from "../charts/figure.tsx";
import { SeriesPlot, type SeriesPoint } from "../charts/series.tsx";
import { dayOf } from "../day.ts";
import { arrows } from "./arrows.ts";
import { tickOf, VERDICT_SHAPES } from "./marks.tsx";

/** More stand folded. */
const MOST = 6;

export function hasTrend({ trend }: CellVerdict): boolean {
  return trend !== undefined && trend.runs.length > 1;
}

export function Trends(props: { readonly cells: readonly CellVerdict[]; readonly source: string }) {
  const cells = props.cells.filter(hasTrend);
  const rest = cells.slice(MOST);
  const figure = (cell: CellVerdict, index: number) => (
    <TrendOf
      key={index}
      cell={cell}
      trend={cell.trend as Trend}
      id={`trend-${index + 1}`}
      source={props.source}
    />
  );
  return (
    <>
      <p>{t("gate-page.trend-explained")}</p>
      {cells.slice(0, MOST).map(figure)}
      {rest.length === 0 ? null : (
        <details>
          <summary>{t("gate-page.more-looks", { count: rest.length })}</summary>
          {rest.map((cell, index) => figure(cell, MOST + index))}
        </details>
      )}
    </>
  );
}

function TrendOf(props: {
  readonly cell: CellVerdict;
  readonly trend: Trend;
  readonly id: string;
  readonly source: string;
}) {
  const { cell, trend, id } = props;
  const { runs, changes } = trend;
  const name = arrows(cellText(cell));
  const { effective } = cell.margin;
  const limit = Number.isFinite(effective) ? { limit: 1 + effective } : {};
  const axis = logarithmicAxis([
    0.98,
    1.02,
    limit.limit ?? 1,
    ...runs.map(({ slowdown }) => slowdown),
  ]);
  const [first, last] = [runs[0], runs.at(-1)] as [TrendRun, TrendRun];
  const states = runs.map((run) => stateOf(run, last));
  return (
    <Figure
      id={id}
      heading={name}
      caption={arrows([verdictText(cell), ...findings(cell)].join(": "))}
      head={[
        t("gate-page.run-head"),
        t("gate-page.date"),
        t("gate.changed"),
        t("gate-page.normal-head"),
        t("gate-page.level-head"),
      ]}
      lines={runs.map((run, index) => [
        plain(run.runId),
        dayOf(run.createdAt),
        changeOf(cell, run),
        states[index] ?? "",
        changes.includes(index) ? t("gate-page.new-level") : "",
      ])}
    >
      <SeriesPlot
        id={id}
        title={t("gate-page.trend-of", { cell: name })}
        description={t("gate-page.trend-spoken", {
          runs: runs.length,
          slowdown: last.slowdown,
          unit: cell.unit,
          better: cell.better,
          changes: changes.map((place) => plain(runs[place]?.runId ?? "")),
        })}
        points={runs.map((run, index) => pointOf(cell, run, run === last, states[index] ?? ""))}
        axis={axis}
        tick={tickOf(axis)}
        line={1}
        {...limit}
        changes={changes}
        changeText={t("gate-page.level-mark")}
        ends={[dayOf(first.createdAt), dayOf(last.createdAt)]}
        source={props.source}
      />
    </Figure>
  );
}

function stateOf(run: TrendRun, last: TrendRun): string {
  if (run === last) return t("gate-page.judged");
  return t(run.normal ? "gate-page.normal" : "gate-page.not-normal");
}

function pointOf(cell: CellVerdict, run: TrendRun, judged: boolean, state: string): SeriesPoint {
  return {
    value: run.slowdown,
    // Whatever its verdict, the run that is judged has a mark of its own.
    shape: judged ? VERDICT_SHAPES.inconclusive : "circle",
    colour: judged ? `is-${cell.verdict}` : run.normal ? "is-normal" : "is-left",
    told: [plain(run.runId), dayOf(run.createdAt), changeOf(cell, run), state].join(", "),
  };
}

function changeOf({ unit, better }: CellVerdict, { slowdown }: TrendRun): string {
  return t("gate.change", { slowdown, unit, better, decimals: 0 });
}
