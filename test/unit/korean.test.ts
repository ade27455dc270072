/** Korean says what English says: with the same values, and in words of its own. */
import { describe, expect, it } from "vitest";
import type { Code } from "../../bench/messages.ts";
import { EN } from "../../reports/text/en.ts";
import { KO } from "../../reports/text/ko.ts";
import { shownIn, valuesFor } from "../marked-values.ts";

type Sentence = (values: object) => string;

const CODES: readonly Code[] = (Object.keys(EN) as Code[]).filter((code) => code !== "verbatim");
const english = (code: Code) => EN[code] as unknown as Sentence;
const korean = (code: Code) => KO[code] as unknown as Sentence;

/** What both languages say, for each way in which a sentence may switch. */
const SAID: ReadonlyMap<Code, readonly (readonly [string, string])[]> = new Map(
  CODES.map((code) => [
    code,
    valuesFor(code, english(code)).map(
      // A sentence may be a value and nothing else, and a marked value is no string.
      (values) => [`${english(code)(values)}`, `${korean(code)(values)}`] as const,
    ),
  ]),
);
const pairs = (code: Code) => SAID.get(code) ?? [];

/** Names of products, of interfaces and formats, and commands: the same in every language. */
const INTERNATIONAL = [
  "claims-published.against-native",
  "claims.about-cpu",
  "config.export-default",
  "engines-docker.buildkit",
  "engines.control-groups",
  "gate.base",
  "gate.head",
  "glossary.native-word",
  "glossary.steal-word",
  "leftovers.cgroup",
  "leftovers.virtualbox-vm",
  "leftovers.vmware-vm",
  "report-page.csv",
  "report-page.host",
  "report-page.png",
  "report-page.svg",
  "report-reproduce.run",
  "report-reproduce.version",
  "site.head-isotax",
  "summary.family-cpu",
  "tools.install",
];

/** Words of English that Korean has a number for. */
const NUMBERS_FOR_WORDS: Readonly<Record<string, string>> = {
  "help.profile": "1",
  "report-sections.steps-explained": "0",
  "verdicts-cells.leave-out": "0",
};
/** Half the rate or size is told by the fraction: 1/1.62. */
const FRACTION = /^gate\.times-native$|^verdicts\./;

const HANGUL = /[\uac00-\ud7a3]/;
/** A word that is no id, command or mark: it stands between no quotes, dots and brackets. */
const WORD = /(?<![\w./:<{-])[a-z]{3,}(?![\w./:<}-])/i;

describe("a Korean sentence", () => {
  it("shows the values that the English one shows", () => {
    const wrong = CODES.flatMap((code) =>
      pairs(code).filter(([en, ko]) => {
        const more = NUMBERS_FOR_WORDS[code] ?? (FRACTION.test(code) ? "1" : undefined);
        const shown = shownIn(ko).filter((one) => one !== more);
        return shown.join() !== shownIn(en).join() || /undefined|NaN|\[object/.test(ko);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("is in Korean, unless it has no words, or names and commands alone", () => {
    const foreign = CODES.filter((code) =>
      pairs(code).some(([, ko]) => {
        const own = ko.replaceAll(/\u27e6[^\u27e7]*\u27e7/g, "");
        return !HANGUL.test(own) && WORD.test(own);
      }),
    );
    expect(foreign.sort()).toEqual(INTERNATIONAL);
  });

  it("puts no particle after a value without asking how the value sounds", () => {
    const fixed = CODES.flatMap((code) =>
      pairs(code).filter(([, ko]) =>
        /\u27e7["'`]?(?:[은는이가을를과와로]|으로)(?![가-힣(])/.test(ko),
      ),
    );
    expect(fixed).toEqual([]);
  });
});

describe("the comparison of two sentences", () => {
  it("sees a value that is left out, and one that is there twice in place of another", () => {
    const code = "runs.in-file";
    const [values = {}] = valuesFor(code, english(code));
    const en = english(code)(values);
    expect(shownIn(en)).toEqual(["file", "problem"]);
    expect(shownIn(en.replace("\u27e6problem\u27e7", "문제"))).not.toEqual(shownIn(en));
    expect(shownIn(en.replace("problem", "file"))).not.toEqual(shownIn(en));
  });

  it("sees another number", () => {
    expect(shownIn("5.1%")).not.toEqual(shownIn("5.2%"));
  });
});
