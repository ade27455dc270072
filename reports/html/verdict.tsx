/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The verdict of a gate on the run. It comes first, since readers come for it. */
import { type Code, say } from "../../bench/messages.ts";
import type { CellVerdict, Judgement, Verdict as VerdictId } from "../../bench/stats/judgement.ts";
import { plain } from "../gate/plain.ts";
import {
  besidesText,
  byVerdict,
  cellText,
  findings,
  mediansText,
  remedyText,
  sidesText,
  verdictSentence,
} from "../gate/words.ts";
import { t } from "../text/message.ts";
import { arrows } from "./gate/arrows.ts";
import { place, Rich } from "./parts/rich.tsx";

/** More cells than this would push the report itself out of sight. */
const MOST = 5;

const VERDICTS = {
  pass: "report-page.pass",
  improved: "report-page.improved",
  regressed: "report-page.regressed",
  inconclusive: "report-page.inconclusive",
} as const satisfies Record<VerdictId, Code>;

export function VerdictNote({ judgement }: { readonly judgement: Judgement }) {
  const cells = byVerdict(judgement);
  const rest = cells.slice(MOST);
  return (
    <div class="note">
      <p>
        <Rich
          text={t("report-page.verdict", {
            verdict: place("verdict"),
            meaning: verdictSentence(judgement),
            sides: arrows(sidesText(judgement)),
            summary: plain(judgement.summary),
          })}
          places={{ verdict: <strong>{t(VERDICTS[judgement.verdict]).toUpperCase()}</strong> }}
        />
      </p>
      <Cells cells={cells.slice(0, MOST)} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{t("report-page.more", { count: rest.length })}</summary>
          <Cells cells={rest} />
        </details>
      )}
      {judgement.comparison === "interleaved" ? null : <p>{t("report-page.verdict-from-file")}</p>}
    </div>
  );
}

function Cells({ cells }: { readonly cells: readonly CellVerdict[] }) {
  return cells.map((cell) => {
    const remedy = remedyText(cell);
    const figures = [mediansText(cell), besidesText(cell), ...findings(cell)]
      .filter((text) => text !== "")
      .map(arrows);
    return (
      <p key={cellText(cell)}>
        <Rich
          text={t("report-page.verdict-of-cell", {
            cell: place("cell"),
            verdict: say(VERDICTS[cell.verdict]),
            figures,
          })}
          places={{ cell: <strong>{arrows(cellText(cell))}</strong> }}
        />
        {remedy === "" ? null : (
          <>
            <br />→ {remedy}
          </>
        )}
      </p>
    );
  });
}
