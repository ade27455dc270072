/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** All cells that count on one axis: what changed, what is allowed, and the bound that decides. */
import type { CellVerdict, Verdict } from "../../../bench/stats/judgement.ts";
import { plain } from "../../gate/plain.ts";
import {
  boundLines,
  boundsOfCell,
  cellText,
  effectText,
  isDeciding,
  marginText,
  metricText,
  signedShare,
  targetText,
  verdictText,
} from "../../gate/words.ts";
import { TWICE } from "../../text/figures.ts";
import { t } from "../../text/message.ts";
import { factor } from "../charts/factor.ts";
import { Mark } from "../charts/marks.tsx";
import { Plot, type PlotPanel } from "../charts/plot.tsx";
import { arrows } from "./arrows.ts";
import { axisOf, type Drawn, DrawnMarks, drawnOf, tickOf, VERDICT_SHAPES } from "./marks.tsx";

/** A taller picture is no picture: the table has them all. */
const MOST = 40;

export function GateForest(props: {
  /** Those that count, the worst first. */
  readonly cells: readonly CellVerdict[];
  readonly source: string;
}) {
  const all = props.cells.flatMap((cell) => {
    const drawn = drawnOf(cell);
    return drawn === undefined ? [] : [{ cell, drawn }];
  });
  const shown = all.slice(0, MOST);
  if (shown.length === 0) return null;
  const verdicts = [...new Set(shown.map(({ cell }) => cell.verdict))];
  return (
    <figure id="figure-change">
      <Plot
        id="change"
        title={t("gate-page.forest")}
        description={t("gate-page.forest-spoken", { cells: shown.map(({ cell }) => spoken(cell)) })}
        legend={[...verdicts.map(legendOf), { mark: <Band />, text: t("gate-page.legend-margin") }]}
        panels={panelsOf(shown)}
        source={props.source}
      />
      <figcaption>
        {t("gate-page.forest-explained")}
        {all.length > shown.length
          ? ` ${t("gate-page.forest-more", { count: all.length - shown.length })}`
          : null}
      </figcaption>
    </figure>
  );
}

function legendOf(verdict: Verdict) {
  return {
    mark: <Mark shape={VERDICT_SHAPES[verdict]} colour={`is-${verdict}`} />,
    text: t("gate.verdict", { verdict }),
  };
}

function Band() {
  return <rect class="margin" x="-6" y="-6" width="12" height="12" />;
}

interface Shown {
  readonly cell: CellVerdict;
  readonly drawn: Drawn;
}

/** A panel for each workload on a pair of sides, all on one axis. So labels fit a phone. */
function panelsOf(shown: readonly Shown[]): PlotPanel[] {
  const axis = axisOf(shown.map(({ drawn }) => drawn));
  const panels = [...new Set(shown.map(({ cell }) => panelOf(cell)))];
  return panels.map((panel) => ({
    heading: panel,
    axis,
    tick: tickOf(axis),
    unlabelled: panel !== panels.at(-1),
    line: 1,
    rows: shown
      .filter(({ cell }) => panelOf(cell) === panel)
      .map(({ cell, drawn }) => ({
        label: metricText(cell),
        figure: effectText(cell),
        ...shortOf(drawn.slowdown),
        interval: decidingText(cell),
        told: spoken(cell),
        marks: (x, y) => <DrawnMarks drawn={drawn} axis={axis} x={x} y={y} />,
      })),
  }));
}

/** `9.18x`: words that say how many times have no room on a phone, and its axis is in that. */
function shortOf(slowdown: number): { readonly short?: string } {
  return slowdown < TWICE && slowdown > 1 / TWICE ? {} : { short: factor(slowdown) };
}

function panelOf(cell: CellVerdict): string {
  const [metric, target] = [plain(cell.workload), arrows(targetText(cell))];
  return t("gate.metric-on", { metric, target });
}

/** `>= +9.1%`: the bound that decides, beside the change. */
function decidingText(cell: CellVerdict): string {
  const bound = boundsOfCell(cell).find((one) => isDeciding(cell, one));
  return bound === undefined ? "" : signedShare(cell, bound);
}

function spoken(cell: CellVerdict): string {
  return t("gate-page.cell-spoken", {
    cell: arrows(cellText(cell)),
    verdict: verdictText(cell),
    change: effectText(cell),
    bounds: boundLines(cell),
    margin: marginText(cell.margin, cell),
  });
}
