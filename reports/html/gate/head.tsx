/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The first screen of the page. */

import { plain } from "../../gate/plain.ts";
import { withShortNames } from "../../gate/short-names.ts";
import { verdictSentence } from "../../gate/words.ts";
import { t } from "../../text/message.ts";
import { dayOf } from "../day.ts";
import { arrows } from "./arrows.ts";
import type { GatePageInput } from "./input.ts";
import { List } from "./parts.tsx";

/** What readers come for: of a gate the verdict, of a comparison what differs. */
export function Head({ input, sides }: { readonly input: GatePageInput; readonly sides: string }) {
  const { judgement, compared, report } = input;
  const { verdict, summary, runId, createdAt, rounds } = judgement;
  const { names } = withShortNames(judgement);
  const said = t("gate-page.heading", {
    verdict: t("gate.verdict", { verdict }).toUpperCase(),
    meaning: verdictSentence(judgement),
  });
  return (
    <header>
      <div class={`judged is-${verdict}`}>
        <h1>{compared === undefined ? said : t("gate-page.heading-compared", { sides })}</h1>
        {compared?.openings().map((line) => (
          <p key={line} class="lead">
            {arrows(line)}
          </p>
        ))}
        {compared === undefined ? null : (
          <p>
            <strong>{said}</strong>
          </p>
        )}
        <p>{plain(summary)}</p>
      </div>
      {names.length === 0 ? null : (
        <List
          lines={names.map(([name, id]) => t("gate-page.short-name", { name, id: plain(id) }))}
        />
      )}
      <p class="soft">
        {t("gate-page.run", { sides, rounds, date: dayOf(createdAt), run: plain(runId) })}
        {report === undefined ? null : (
          <>
            <br />
            <a href={report}>{t("gate-page.to-report")}</a>
          </>
        )}
      </p>
    </header>
  );
}
