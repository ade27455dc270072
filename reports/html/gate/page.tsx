/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A judgement as a page: the verdict first, then what it comes from. */
import { renderToString } from "preact-render-to-string";
import type { CellVerdict, Judgement } from "../../../bench/stats/judgement.ts";
import { spokenJudgement } from "../../gate/json.ts";
import { withShortNames } from "../../gate/short-names.ts";
import {
  byVerdict,
  notable,
  plain,
  readingNotes,
  sidesText,
  verdictSentence,
} from "../../gate/words.ts";
import type { PageFile } from "../../in-languages.ts";
import type { PageOfLanguage } from "../../model.ts";
import { languageTag, t, textOf } from "../../text/message.ts";
import { toolWords } from "../data.ts";
import { dayOf } from "../day.ts";
import { embeddedJson, policyFor, scriptText } from "../inlined.ts";
import { LanguageSwitch } from "../languages.tsx";
import { pageStyle } from "../style.ts";
import { arrows } from "./arrows.ts";
import { CellTable, Findings } from "./cells.tsx";
import { GateForest } from "./forest.tsx";
import { hasLooks, Looks } from "./looks.tsx";
import { hasTrend, Trends } from "./trend.tsx";

export interface GatePageInput {
  readonly judgement: Judgement;
  /** Of a comparison, which nobody asked to be a gate: what differs, and what a gate would need. */
  readonly compared?: { openings(): readonly string[]; needs(): string };
  /** The file of the run's report, if it lies beside the page. */
  readonly report?: string;
  /** The page in each language, if there are several. */
  readonly pages?: readonly PageOfLanguage[];
}

export const gatePage: PageFile<GatePageInput> = {
  file: "gate.html",
  pages: true,
  render: (input) => {
    const [style, script] = [pageStyle(), scriptText("gate-client")];
    const page = <Page input={input} style={style} script={script} />;
    return `<!doctype html>\n${renderToString(page)}\n`;
  },
};

interface Part {
  readonly id: string;
  readonly name: string;
  readonly heading: string;
  readonly body: preact.ComponentChildren;
}

/** The parts that this judgement has something for. */
function partsOf({ judgement, compared }: GatePageInput, source: string): readonly Part[] {
  const { cells } = withShortNames(judgement);
  const short: Judgement = { ...judgement, cells };
  const counting = byVerdict(short);
  const parts: (Part | undefined)[] = [
    {
      ...part("changes", "gate-page.change-nav", "gate-page.change"),
      body: <GateForest cells={counting} source={source} />,
    },
    {
      ...part("found", "gate-page.found-nav", "gate-page.found"),
      body: <Findings cells={notable(short)} />,
    },
    {
      ...part("cells", "gate-page.cells", "gate-page.cells"),
      body: <CellTable cells={sorted(short)} />,
    },
    counting.some(hasLooks)
      ? {
          ...part("looks", "gate-page.looks-nav", "gate-page.looks"),
          body: <Looks cells={counting} source={source} />,
        }
      : undefined,
    counting.some(hasTrend)
      ? {
          ...part("history", "gate-page.trend-nav", "gate-page.trend"),
          body: <Trends cells={counting} source={source} />,
        }
      : undefined,
    compared === undefined
      ? undefined
      : {
          ...part("needs", "gate-page.needs", "gate-page.needs"),
          body: <p>{compared.needs()}</p>,
        },
    {
      ...part("reading", "gate.how-to-read", "gate.how-to-read"),
      body: <List lines={readingNotes(short)} />,
    },
  ];
  return parts.filter((one) => one !== undefined);
}

type Title =
  | "gate.how-to-read"
  | `gate-page.${"change" | "found" | "looks" | "trend"}${"" | "-nav"}`
  | "gate-page.cells"
  | "gate-page.needs";

function part(id: string, name: Title, heading: Title): Omit<Part, "body"> {
  return { id, name: t(name), heading: t(heading) };
}

/** Those that count first, the worst of them before the others. */
function sorted(judgement: Judgement): readonly CellVerdict[] {
  return [...byVerdict(judgement), ...judgement.cells.filter(({ gated }) => !gated)];
}

function List({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{arrows(line)}</li>
      ))}
    </ul>
  );
}

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

/** What readers come for: of a gate the verdict, of a comparison what differs. */
function Head({ input, sides }: { readonly input: GatePageInput; readonly sides: string }) {
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
