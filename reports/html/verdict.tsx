/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The verdict of a gate on the run. It comes first, since readers come for it. */
import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import {
  besidesText,
  byVerdict,
  cellText,
  findings,
  mediansText,
  plain,
  remedyText,
  sidesText,
  verdictSentence,
} from "../gate/words.ts";

/** More cells than this would push the report itself out of sight. */
const MOST = 5;

export function Verdict({ judgement }: { readonly judgement: Judgement }) {
  const cells = byVerdict(judgement);
  const rest = cells.slice(MOST);
  return (
    <div class="note">
      <p>
        <strong>{judgement.verdict.toUpperCase()}</strong>: {verdictSentence(judgement)} (
        {arrows(sidesText(judgement))}). {plain(judgement.summary)}
      </p>
      <Cells cells={cells.slice(0, MOST)} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{rest.length} more</summary>
          <Cells cells={rest} />
        </details>
      )}
      {judgement.comparison === "interleaved" ? null : (
        <p>
          The verdict is taken from gate.json: the runs that it compares with are not in this
          folder.
        </p>
      )}
    </div>
  );
}

/** A browser would break a line within `->`. */
function arrows(text: string): string {
  return text.replaceAll(" -> ", " \u2192 ");
}

function Cells({ cells }: { readonly cells: readonly CellVerdict[] }) {
  return cells.map((cell) => {
    const remedy = remedyText(cell);
    const figures = [mediansText(cell), besidesText(cell), ...findings(cell)]
      .filter((text) => text !== "")
      .join("; ");
    return (
      <p key={cellText(cell)}>
        <strong>{arrows(cellText(cell))}</strong>: {cell.verdict}; {arrows(figures)}.
        {remedy === "" ? null : (
          <>
            <br />→ {remedy}
          </>
        )}
      </p>
    );
  });
}
