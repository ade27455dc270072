/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What people say, and what the run shows: a line each, with the figures folded into it. */
import type { ClaimResult } from "../../bench/claims/result.ts";
import { claimSentence, claimsNote, isMeasured, openReason, verdictWord } from "../claims.ts";
import { extents } from "../claims-figures.ts";
import { publishedLine } from "../claims-published.ts";
import { printable } from "../format.ts";
import type { ReportInput } from "../model.ts";
import { t, textOf } from "../text/message.ts";
import { placeOfPart } from "./claim-places.ts";
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
      {claims.results.filter(isMeasured).map((result) => (
        <ClaimLine key={result.id} input={input} result={result} />
      ))}
      {others.length === 0 ? null : <NotMeasured input={input} results={others} />}
      {note === undefined ? null : (
        <details class="claim soft">
          <summary>{t("claims.how-sure")}</summary>
          <p>{note}</p>
        </details>
      )}
    </section>
  );
}

interface One {
  readonly input: ReportInput;
  readonly result: ClaimResult;
}

function ClaimLine({ input, result }: One) {
  const { id, verdict, says } = result;
  const figures = extents(result.parts).map(textOf);
  const reason = openReason(result);
  return (
    <details class="claim" id={`claim-${id}`}>
      <summary>
        <span class={`verdict ${verdict}`}>{verdictWord(result)}</span> <strong>{id}</strong>{" "}
        {textOf(says)}
        {figures.length === 0 ? null : <span class="soft"> {figures.join(", ")}</span>}
        {reason === undefined ? null : <span class="soft"> · {printable(reason)}</span>}
      </summary>
      <Whole input={input} result={result} />
    </details>
  );
}

/** All that is known of a claim. Each figure leads to the line that has it. */
function Whole({ input, result }: One) {
  const published = publishedLine(result.published);
  const nameOf = (index: number) => `figure-${index}`;
  const figures: Record<string, string> = {};
  const sentence = claimSentence(result, place("verdict"), (part, figure) => {
    const name = nameOf(result.parts.indexOf(part));
    figures[name] = textOf(figure);
    return place(name);
  });
  const links = result.parts.map((part, index) => [
    nameOf(index),
    <a key={index} href={`#${encodeURIComponent(placeOfPart(input, part))}`}>
      {printable(figures[nameOf(index)] ?? "")}
    </a>,
  ]);
  return (
    <>
      <p>
        <Rich
          text={printable(sentence)}
          places={{ verdict: <strong>{verdictWord(result)}</strong>, ...Object.fromEntries(links) }}
        />
      </p>
      {published === undefined ? null : <p class="soft">{published}</p>}
    </>
  );
}

/** Claims that nothing here is about: one line for all. */
function NotMeasured(props: {
  readonly input: ReportInput;
  readonly results: readonly ClaimResult[];
}) {
  const { input, results } = props;
  const ids = results.map(({ id }) => id);
  return (
    <details class="claim soft">
      <summary>{t("claims.others", { ids })}</summary>
      {results.map((result) => (
        <div key={result.id} id={`claim-${result.id}`}>
          <Whole input={input} result={result} />
        </div>
      ))}
    </details>
  );
}
