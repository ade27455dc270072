/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What each look showed of a cell: the bounds close in until one is on its side of the margin. */
import type { CellLook, CellVerdict, Verdict } from "../../../bench/stats/judgement.ts";
import { boundLines, cellText, effectText, findings, verdictText } from "../../gate/words.ts";
import { t } from "../../text/message.ts";
import { Figure } from "../charts/figure.tsx";
import { Plot } from "../charts/plot.tsx";
import { arrows } from "./arrows.ts";
import { axisOf, type Drawn, DrawnMarks, tickOf } from "./marks.tsx";

/** One for each cell would be as long as the table. */
const MOST = 6;

export function Looks(props: { readonly cells: readonly CellVerdict[]; readonly source: string }) {
  const cells = props.cells.filter(({ looks = [] }) => looks.length > 0);
  const rest = cells.slice(MOST);
  const figure = (cell: CellVerdict, index: number) => (
    <LooksOf key={index} cell={cell} id={`looks-${index + 1}`} source={props.source} />
  );
  return (
    <>
      <p>{t("gate-page.looks-explained")}</p>
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

export function hasLooks({ looks = [] }: CellVerdict): boolean {
  return looks.length > 0;
}

function LooksOf(props: {
  readonly cell: CellVerdict;
  readonly id: string;
  readonly source: string;
}) {
  const { cell, id } = props;
  const name = arrows(cellText(cell));
  const looks = (cell.looks ?? []).map((look, index, all) => {
    // What was decided was decided at the last look, and not before.
    const verdict = index === all.length - 1 ? cell.verdict : "inconclusive";
    return { look, seen: atLook(cell, look, verdict) };
  });
  const drawn = looks.map(({ seen }) => drawnAt(seen));
  const axis = axisOf(drawn);
  return (
    <Figure
      id={id}
      heading={name}
      caption={arrows([verdictText(cell), ...findings(cell)].join(": "))}
      head={[
        t("gate-page.rounds"),
        t("gate.changed"),
        `${t("gate.bounds")} ${t("gate.bounds-signs")}`,
        t("gate.verdicts"),
      ]}
      lines={looks.map(({ look, seen }) => [
        String(look.rounds),
        effectText(seen),
        boundLines(seen).join(", ") || t("gate.none"),
        verdictText(seen),
      ])}
    >
      <Plot
        id={id}
        title={t("gate-page.looks-of", { cell: name })}
        description={t("gate-page.forest-spoken", { cells: looks.map(spoken) })}
        panels={[
          {
            heading: "",
            axis,
            tick: tickOf(axis),
            line: 1,
            rows: looks.map(({ look, seen }, index) => ({
              label: t("gate-page.after-rounds", { rounds: look.rounds }),
              figure: effectText(seen),
              told: spoken({ look, seen }),
              marks: (x, y) => <DrawnMarks drawn={drawn[index] as Drawn} axis={axis} x={x} y={y} />,
            })),
          },
        ]}
        source={props.source}
      />
    </Figure>
  );
}

/** The cell as it was at a look. */
function atLook(cell: CellVerdict, look: CellLook, verdict: Verdict): CellVerdict {
  const { bound, ...rest } = cell;
  const { slowdown, bounds } = look;
  const decided = verdict === "inconclusive" || bound === undefined ? {} : { bound };
  return { ...rest, ...decided, verdict, effect: { slowdown }, bounds };
}

function drawnAt({ effect, bounds = [], margin, verdict, bound }: CellVerdict): Drawn {
  return { slowdown: effect?.slowdown ?? 1, bounds, margin, verdict, deciding: bound?.is };
}

function spoken({ look, seen }: { readonly look: CellLook; readonly seen: CellVerdict }): string {
  return [
    t("gate-page.after-rounds", { rounds: look.rounds }),
    effectText(seen),
    ...boundLines(seen),
  ].join(", ");
}
