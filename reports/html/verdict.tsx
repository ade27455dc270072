/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The verdict of a run that a gate made: what its reader has come for. */
import type { Judgement } from "../../bench/stats/judgement.ts";
import { cellText, findings, notable, plain, sidesText, VERDICTS } from "../gate/words.ts";

export function Verdict({ judgement }: { readonly judgement: Judgement }) {
  return (
    <div class="note">
      <p>
        <strong>{judgement.verdict.toUpperCase()}</strong>: {VERDICTS[judgement.verdict]} (
        {sidesText(judgement)}). {plain(judgement.summary)}
      </p>
      {notable(judgement).map((cell) => (
        <p key={cellText(cell)}>
          <strong>{cellText(cell)}</strong>: {findings(cell).join("; ")}.
        </p>
      ))}
    </div>
  );
}
