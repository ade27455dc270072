/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A judgement as a page: the verdict first, then what it comes from. */
import { renderToString } from "preact-render-to-string";
import { spokenJudgement } from "../../gate/json.ts";
import { plain } from "../../gate/plain.ts";
import { sidesText } from "../../gate/words.ts";
import type { PageFile } from "../../in-languages.ts";
import { languageTag, t, textOf } from "../../text/message.ts";
import { toolWords } from "../data.ts";
import { dayOf } from "../day.ts";
import { embeddedJson, policyFor, scriptText } from "../inlined.ts";
import { LanguageSwitch } from "../languages.tsx";
import { pageStyle } from "../style.ts";
import { arrows } from "./arrows.ts";
import { Head } from "./head.tsx";
import type { GatePageInput } from "./input.ts";
import { List, partsOf } from "./parts.tsx";

export const gatePage: PageFile<GatePageInput> = {
  file: "gate.html",
  pages: true,
  render: (input) => {
    const [style, script] = [pageStyle(), scriptText("gate-client")];
    const page = <Page input={input} style={style} script={script} />;
    return `<!doctype html>\n${renderToString(page)}\n`;
  },
};

function Page(props: {
  readonly input: GatePageInput;
  readonly style: string;
  readonly script: string;
}) {
  const { input, style, script } = props;
  const { judgement, compared, pages } = input;
  const { runId, host, createdAt, verdict, notes } = judgement;
  const source = [plain(runId), textOf(host["CPU"] ?? ""), dayOf(createdAt)]
    .filter((one) => one !== "")
    .join(" · ");
  const parts = partsOf(input, source);
  const sides = arrows(sidesText(judgement));
  const title =
    compared === undefined
      ? t("gate-page.title", { verdict: t("gate.verdict", { verdict }), sides })
      : t("gate-page.title-compared", { sides });
  return (
    <html lang={languageTag()}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policyFor(style, script)} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <a class="skip" href="#main">
          {t("gate-page.skip")}
        </a>
        <div class="bar">
          <nav aria-label={t("report-page.sections")}>
            <ul>
              {parts.map(({ id, name }) => (
                <li key={id}>
                  <a href={`#${id}`}>{name}</a>
                </li>
              ))}
            </ul>
          </nav>
          <LanguageSwitch {...(pages === undefined ? {} : { pages })} />
          <button type="button" id="theme">
            {t("report-page.theme")}
          </button>
        </div>
        <Head input={input} sides={sides} />
        <main id="main">
          {parts.map(({ id, heading, body }) => (
            <section key={id} aria-labelledby={id}>
              <h2 id={id}>{heading}</h2>
              {body}
            </section>
          ))}
          {notes.length === 0 ? null : (
            <section aria-labelledby="doubts">
              <h2 id="doubts">{t("gate-page.doubts")}</h2>
              <List lines={notes.map(plain)} />
            </section>
          )}
          <button type="button" id="all-figures" hidden>
            {t("report-page.json")}
          </button>
        </main>
        <footer class="soft">{t("gate-page.recomputed")}</footer>
        <script
          type="application/json"
          id="words"
          dangerouslySetInnerHTML={{ __html: embeddedJson(toolWords()) }}
        />
        <script
          type="application/json"
          id="judgement"
          dangerouslySetInnerHTML={{ __html: embeddedJson(spokenJudgement(judgement)) }}
        />
        <script dangerouslySetInnerHTML={{ __html: script }} />
      </body>
    </html>
  );
}
