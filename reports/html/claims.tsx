/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What people say, and what the run shows: before everything else, since readers come for it. */
import type { ClaimResult, PartResult } from "../../bench/claims/result.ts";
import { claimSentence, claimsNote, isMeasured, verdictWord } from "../claims.ts";
import { publishedLine } from "../claims-published.ts";
import { printable } from "../format.ts";
import type { ReportInput } from "../model.ts";
import { t } from "../text/message.ts";
import { place, Rich } from "./parts/rich.tsx";

/** The page's id of this section. */
export const CLAIMS_ID = "claims";

export function ClaimList({ input }: { readonly input: ReportInput }) {
  const { claims } = input;
  const others = claims.results.filter((result) => !isMeasured(result));
  const note = claimsNote(claims);
  return (
    <section aria-labelledby={CLAIMS_ID}>
      <h2 id={CLAIMS_ID}>{t("claims.heading")}</h2>
      <List results={claims.results.filter(isMeasured)} />
      {note === undefined ? null : <p class="soft">{note}</p>}
      {others.length === 0 ? null : (
        <details>
          <summary>{t("claims.folded", { count: others.length })}</summary>
          <List results={others} />
        </details>
      )}
    </section>
  );
}

function List({ results }: { readonly results: readonly ClaimResult[] }) {
  return results.map((result) => {
    const section = placeOf(result);
    const published = publishedLine(result.published);
    return (
      <div key={result.id} id={`claim-${result.id}`}>
        <p>
          <strong>{result.id}</strong>{" "}
          <Rich
            text={printable(claimSentence(result, place("verdict")))}
            places={{ verdict: <strong>{verdictWord(result)}</strong> }}
          />{" "}
          {section === undefined ? null : <a href={`#${section}`}>{t("claims.where")}</a>}
        </p>
        {published === undefined ? null : <p class="soft">{published}</p>}
      </div>
    );
  });
}

/** The section that has the figures of each kind. */
const PLACES: Readonly<Record<PartResult["kind"], string | undefined>> = {
  start: "ladder",
  "start-added": "steps",
  slowdown: "overhead",
  size: "image",
  promise: "results",
  bytes: "environment",
  elsewhere: undefined,
};

/** Where most of its figures are. */
function placeOf({ parts }: ClaimResult): string | undefined {
  const last = parts.at(-1);
  return last && PLACES[last.kind];
}
