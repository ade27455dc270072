/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Any two runs side by side. Their data is loaded when they are chosen. */
import { isMessage, keyOf } from "../../bench/messages.ts";
import type { Said } from "../../bench/types.ts";
import { printable } from "../format.ts";
import { hostFact } from "../host-words.ts";
import { t, wordsOf } from "../text/message.ts";
import { pageText } from "./layout.tsx";
import { COMPARE, type Site } from "./site.ts";

/** What the script says. Figures and names are put between. */
export interface CompareWords {
  readonly choose: string;
  readonly missing: string;
  readonly hosts: string;
  readonly same: string;
  readonly none: string;
  readonly sizes: string;
  readonly emulated: string;
  readonly image: string;
  /** What stands before the name of a program outside of instances. */
  readonly program: string;
  /** Heads of the table of what differs, and of the table of figures. */
  readonly factHead: readonly string[];
  readonly figureHead: readonly string[];
  /** Names of facts, and facts that are messages by their keys, in the page's language. */
  readonly factNames: readonly (readonly [string, string])[];
  readonly said: readonly (readonly [string, string])[];
}

export function comparePage(site: Site): string {
  const words: CompareWords = {
    choose: t("site.compare-choose"),
    missing: t("site.compare-missing"),
    hosts: t("site.compare-hosts"),
    same: t("site.compare-same"),
    none: t("site.compare-none"),
    sizes: t("site.compare-sizes"),
    emulated: t("report.emulated"),
    image: t("campaign-merge.image"),
    program: t("report-sections.head-program"),
    factHead: [t("site.head-fact"), t("site.compare-before"), t("site.compare-after")],
    figureHead: [
      t("site.head-series"),
      t("site.compare-before"),
      t("site.compare-after"),
      t("site.compare-change"),
      `${t("site.compare-before")}: ${t("site.compare-overhead")}`,
      `${t("site.compare-after")}: ${t("site.compare-overhead")}`,
    ],
    ...factWords(site),
  };
  return pageText(site, {
    name: COMPARE,
    title: t("site.compare"),
    about: <p class="soft">{t("site.compare-note")}</p>,
    body: (
      <>
        <noscript>
          <p class="note">{t("site.compare-script")}</p>
        </noscript>
        <div class="tools choice">
          {(["a", "b"] as const).map((side) => (
            <label key={side}>
              {t(side === "a" ? "site.compare-before" : "site.compare-after")}
              <select id={`choice-${side}`} />
            </label>
          ))}
        </div>
        <p id="told" role="status" />
        <section aria-labelledby="differs">
          <h2 id="differs">{t("site.compare-differs")}</h2>
          <div class="scroll" id="facts" />
        </section>
        <section aria-labelledby="figures-head">
          <h2 id="figures-head">{t("site.compare-figures")}</h2>
          <p class="soft">{words.sizes}</p>
          <div class="tools">
            <label>
              {t("site.compare-filter")} <input id="filter" type="search" />
            </label>
          </div>
          <div class="scroll" id="figures" />
        </section>
      </>
    ),
    data: { compare: words },
  });
}

/** The page's script has no sentences, so it gets those that the facts of these runs need. */
function factWords({ hosts }: Site): Pick<CompareWords, "factNames" | "said"> {
  const names = new Map<string, string>();
  const said = new Map<string, string>();
  const add = ([name, fact]: [string, Said]) => {
    if (!names.has(name)) names.set(name, wordsOf("fact", name, printable(name)));
    const key = keyOf(fact);
    const shown = hostFact(name, fact);
    if (isMessage(shown) && !said.has(key)) said.set(key, printable(shown));
  };
  for (const run of hosts.flatMap(({ runs }) => runs)) {
    for (const facts of [run.host, ...run.targets.map((target) => target.facts)]) {
      Object.entries(facts).forEach(add);
    }
  }
  return {
    factNames: [...names].filter(([name, words]) => name !== words),
    said: [...said],
  };
}
