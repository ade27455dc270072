/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * The report is one file that opens from disk without a network. Script and style are inlined, and
 * the content-security policy admits exactly those two by their hashes.
 */
import { renderToString } from "preact-render-to-string";
import { imageNote } from "../../bench/stats/image-note.ts";
import { judgeSides } from "../../bench/stats/sides.ts";
import { incompleteNote, madeUpNote, madeWith, type Report, type ReportInput } from "../model.ts";
import { languageTag, t, textOf } from "../text/message.ts";
import { ANSWERS_ID, AnswerList } from "./answers.tsx";
import { CLAIMS_ID, ClaimList } from "./claims.tsx";
import { type ChartData, chartData } from "./data.ts";
import { dayOf } from "./day.ts";
import { figuresOf } from "./figures.ts";
import { Glance } from "./glance.tsx";
import { embeddedJson, policyFor, scriptText } from "./inlined.ts";
import { LanguageSwitch } from "./languages.tsx";
import { shownSections } from "./sections/index.ts";
import type { SectionInput } from "./sections/section.ts";
import { pageStyle } from "./style.ts";
import { VerdictNote } from "./verdict.tsx";

export const htmlReport: Report = {
  file: "report.html",
  pages: true,
  render: async (input) => {
    const [style, script] = [pageStyle(), scriptText("client")];
    const page = <Page input={input} data={chartData(input)} style={style} script={script} />;
    return `<!doctype html>\n${renderToString(page)}\n`;
  },
};

/** Stays in sight while the page scrolls. */
function Bar({ input, data }: SectionInput) {
  const { pages } = input;
  return (
    <section class="bar" aria-label={t("report-page.bar")}>
      <nav aria-label={t("report-page.sections")}>
        <ul>
          <li>
            <a href={`#${ANSWERS_ID}`}>{t("answers.heading")}</a>
          </li>
          <li>
            <a href={`#${CLAIMS_ID}`}>{t("claims.heading-short")}</a>
          </li>
          {shownSections({ input, data }).map(({ id, title, short }) => (
            <li key={id}>
              <a href={`#${id}`} title={textOf(title)}>
                {textOf(short)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <LanguageSwitch {...(pages === undefined ? {} : { pages })} />
      <button type="button" id="theme">
        {t("report-page.theme")}
      </button>
    </section>
  );
}

function Page(props: {
  readonly input: ReportInput;
  readonly data: ChartData;
  readonly style: string;
  readonly script: string;
}) {
  const { input, data, style, script } = props;
  const { run } = input;
  const incomplete = incompleteNote(run);
  const madeUp = madeUpNote(run);
  const image = imageNote(run);
  const judgement = run.gate ? judgeSides(run, input.records, run.gate) : input.judgement;
  return (
    <html lang={languageTag()}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policyFor(style, script)} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>
          {t(madeUp === undefined ? "report-page.title" : "report-page.title-made-up", {
            run: run.runId,
          })}
        </title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <a class="skip" href="#main">
          {t("report-page.skip")}
        </a>
        <Bar input={input} data={data} />
        <header>
          <h1>{t(madeUp === undefined ? "report-page.heading" : "report-page.heading-made-up")}</h1>
          <p class="soft">
            {t("report-page.host", madeWith(run))}
            <br />
            {t("report-page.run", {
              run: run.runId,
              date: dayOf(run.createdAt),
              rounds: run.rounds,
            })}
          </p>
          {madeUp === undefined ? null : <p class="note">{madeUp}</p>}
          {image === undefined ? null : <p class="note">{textOf(image)}</p>}
          {incomplete === undefined ? null : <p class="note">{incomplete}</p>}
          {judgement === undefined || incomplete !== undefined ? null : (
            <VerdictNote judgement={judgement} />
          )}
        </header>
        <main id="main">
          <AnswerList input={input} />
          <ClaimList input={input} />
          <Glance input={input} />
          {shownSections({ input, data }).map(({ id, title, body }) => (
            <section key={id} aria-labelledby={id}>
              <h2 id={id}>{textOf(title)}</h2>
              {body({ input, data })}
            </section>
          ))}
        </main>
        <footer class="soft">{t("report-page.recomputed")}</footer>
        <script
          type="application/json"
          id="chart-data"
          dangerouslySetInnerHTML={{ __html: embeddedJson(data) }}
        />
        <script
          type="application/json"
          id="figures"
          dangerouslySetInnerHTML={{ __html: embeddedJson(figuresOf(input)) }}
        />
        <script dangerouslySetInnerHTML={{ __html: script }} />
      </body>
    </html>
  );
}
