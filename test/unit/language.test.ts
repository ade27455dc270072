/** Which language is spoken: what was asked for, else what the environment says. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { writeRun } from "../../bench/store.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { filesOf } from "../../reports/in-languages.ts";
import { summaryMarkdown } from "../../reports/markdown.ts";
import { reportInput } from "../../reports/model.ts";
import { KOREAN } from "../../reports/text/ko/korean.ts";
import { isTag, loadLanguage, OWN_NAMES, TAGS } from "../../reports/text/languages.ts";
import { ENGLISH, languageTag, speak, t } from "../../reports/text/message.ts";
import { commandLine } from "../../scripts/command-line.ts";
import { useLanguageOf } from "../../scripts/config-language.ts";
import { chooseLanguages, languagesOf, otherLanguages, verbIn } from "../../scripts/language.ts";
import { readConfig } from "../../scripts/read-config.ts";
import { cutToWidth, displayWidth } from "../../scripts/width.ts";
import { writeReports } from "../../scripts/write-reports.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { ROOT, temporaryFolder, written } from "../support.ts";

afterEach(async () => {
  vi.restoreAllMocks();
  await chooseLanguages(["--lang", "en"], {});
  speak(ENGLISH);
});

describe("the language", () => {
  it.each([
    ["nothing", [], {}, "en"],
    ["--lang", ["--lang", "ko", "run"], { LANG: "en_US.UTF-8" }, "ko"],
    ["--lang after the verb", ["run", "--lang=ko"], {}, "ko"],
    ["the last --lang", ["--lang", "ko", "run", "--lang", "en"], {}, "en"],
    ["several", ["report", "x", "--lang", "ko,en,ko"], {}, "ko,en"],
    ["words behind --", ["run", "--", "--lang", "ko"], {}, "en"],
    ["ISOTAX_LANG before the locale", [], { ISOTAX_LANG: "en", LANG: "ko_KR.UTF-8" }, "en"],
    ["LANG", [], { LANG: "ko_KR.UTF-8" }, "ko"],
    ["LC_MESSAGES before LANG", [], { LC_MESSAGES: "ko", LANG: "en_US" }, "ko"],
    ["LC_ALL before both", [], { LC_ALL: "C", LC_MESSAGES: "ko", LANG: "ko_KR" }, "en"],
    ["an empty LC_ALL", [], { LC_ALL: "", LANG: "ko_KR.eucKR" }, "ko"],
    ["a locale of another language", [], { LANG: "fr_FR.UTF-8" }, "en"],
    ["a locale that only begins alike", [], { LANG: "kok_IN" }, "en"],
    ["an unknown --lang, which commander refuses", ["--lang", "fr"], { LANG: "ko" }, "ko"],
  ])("by %s", (_by, words, environment, expected) => {
    expect(languagesOf(words, environment).join()).toBe(expected);
  });

  it("is refused if ISOTAX_LANG names one that nobody speaks", async () => {
    await expect(chooseLanguages([], { ISOTAX_LANG: "fr" })).rejects.toMatchObject({
      code: "UNKNOWN_LANGUAGE",
      message: expect.stringContaining('"fr"'),
    });
  });

  it("is refused by commander if --lang names one that nobody speaks, on any command", async () => {
    for (const words of [
      ["--lang", "fr", "list"],
      ["list", "--lang", "ko,fr"],
    ]) {
      const refused: string[] = [];
      const ends = {
        told: () => {},
        refused: (text: string) => refused.push(text),
        ended: () => {},
      };
      await expect(commandLine(ends).parseAsync(words, { from: "user" })).rejects.toThrow();
      expect(refused.join("")).toContain("Known languages: en, ko");
    }
  });

  it.each<[string, string[], Record<string, string>, string]>([
    ["before the locale", [], { LANG: "en_US.UTF-8" }, "ko"],
    ["behind --lang", ["--lang", "en"], {}, "en"],
    ["behind ISOTAX_LANG", [], { ISOTAX_LANG: "en" }, "en"],
  ])("is that of the configuration %s", async (_place, words, environment, tag) => {
    const file = join(temporaryFolder(), "isotax.config.json");
    writeFileSync(file, JSON.stringify({ lang: ["ko", "en", "ko"] }));
    await chooseLanguages(words, environment);
    await readConfig(file);
    expect(languageTag()).toBe(tag);
    expect(otherLanguages().map((one) => one.tag)).toEqual(tag === "ko" ? ["en"] : []);
    writeFileSync(file, JSON.stringify({ lang: "fr" }));
    await expect(readConfig(file)).rejects.toMatchObject({
      code: "BAD_CONFIG",
      message: expect.stringContaining("lang"),
    });
  });

  describe("of commands that only read runs", () => {
    const JSON_FILE = "isotax.config.json";
    const of = async (files: Readonly<Record<string, string>>, named?: string) => {
      const folder = temporaryFolder();
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      await chooseLanguages([], {});
      await useLanguageOf(named === undefined ? undefined : join(folder, named), folder);
      return languageTag();
    };

    it("is that of a JSON configuration, also if another key of it is wrong", async () => {
      expect(await of({ [JSON_FILE]: '{"lang":"ko"}' })).toBe("ko");
      expect(await of({ [JSON_FILE]: '{"lang":["ko","en"],"roundz":3}' })).toBe("ko");
      expect(otherLanguages().map(({ tag }) => tag)).toEqual(["en"]);
    });

    it.each(["{", "null", "[]", '{"lang":"fr"}', '{"lang":[]}', '{"lang":{"length":1}}'])(
      "is left alone by %s",
      async (text) => {
        expect(await of({ [JSON_FILE]: text })).toBe("en");
      },
    );

    it("executes no program, and reads nothing behind one", async () => {
      const program = "globalThis.wasExecuted = true; export default { lang: 'ko' };";
      expect(await of({ "isotax.config.mjs": program, [JSON_FILE]: '{"lang":"ko"}' })).toBe("en");
      expect(globalThis).not.toHaveProperty("wasExecuted");
    });

    it("is that of --config, whose mistakes are told, and which may be a program", async () => {
      expect(
        await of({ "my.json": '{"lang":"ko"}', [JSON_FILE]: '{"lang":"en"}' }, "my.json"),
      ).toBe("ko");
      expect(await of({ "my.mjs": "export default { lang: 'ko' };" }, "my.mjs")).toBe("ko");
      await expect(of({ "my.json": '{"lang":"fr"}' }, "my.json")).rejects.toMatchObject({
        code: "BAD_CONFIG",
      });
      await expect(of({}, "absent.json")).rejects.toMatchObject({ code: "NO_CONFIG" });
    });

    it("is taken by each of them", async () => {
      const file = join(temporaryFolder(), JSON_FILE);
      writeFileSync(file, '{"lang":"ko"}');
      for (const words of [
        ["report", "absent"],
        ["show", "absent"],
        ["open", "absent"],
        ["merge", "absent", "--out", "x"],
        ["export", "absent", "--format", "csv"],
        ["charts", "absent", "--out", "x"],
        ["site", "absent", "--out", join(temporaryFolder(), "x")],
        ["list", "absent"],
      ]) {
        await chooseLanguages([], {});
        const ends = { told: () => {}, refused: () => {}, ended: () => {} };
        written(process.stdout);
        const program = commandLine(ends).parseAsync([...words, "--config", file], {
          from: "user",
        });
        await program.catch(() => {});
        expect(languageTag(), words.join(" ")).toBe("ko");
      }
    });
  });

  it("is spoken from then on, and others are there for pages", async () => {
    await chooseLanguages(["--lang", "ko,en"], {});
    expect(languageTag()).toBe("ko");
    expect(t("report.failed")).toBe("실패");
    expect(otherLanguages().map(({ tag }) => tag)).toEqual(["en"]);
  });

  it("may be named before the command, which is found all the same", () => {
    expect(verbIn(["gate", "a", "b"])).toBe("gate");
    expect(verbIn(["--lang", "ko", "gate", "--lang", "en"])).toBe("gate");
    expect(verbIn(["--lang=ko", "gate"])).toBe("gate");
    expect(verbIn(["--help"])).toBeUndefined();
  });

  it("has a name of its own, and the tag that its page says", async () => {
    for (const tag of TAGS) {
      expect((await loadLanguage(tag)).tag).toBe(tag);
      expect(OWN_NAMES[tag]).not.toBe("");
    }
    expect(isTag("toString")).toBe(false);
  });
});

describe("English", () => {
  it("loads no module of another language", () => {
    const importers = ["bench", "runners", "reports", "scripts"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => join(folder, name))
        .filter((file) => !/^reports\/text\/ko(?:\/|\.ts$)/.test(file))
        .filter((file) =>
          /^(?:import|export)\b[^;]*\bfrom "[^"]*\/ko(?:\/[^"]*|\.ts)"/m.test(
            readFileSync(join(ROOT, file), "utf8"),
          ),
        ),
    );
    expect(importers).toEqual([]);
  });
});

describe("a page", () => {
  const input = () => reportInput(exampleRun(), exampleRecords());

  it("is alone, and links to no other, if one language is asked for", async () => {
    const files = await filesOf(htmlReport, input(), []);
    expect(files.map(({ file }) => file)).toEqual(["report.html"]);
    expect(files[0]?.text).not.toContain('class="languages"');
  });

  it("has one beside it in each other language, which link to each other", async () => {
    const files = await filesOf(htmlReport, input(), [KOREAN]);
    expect(files.map(({ file }) => file)).toEqual(["report.html", "report.ko.html"]);
    const [en, ko] = files.map(({ text }) => text);
    expect(en).toContain('<html lang="en">');
    expect(en).toContain('<a href="report.ko.html" lang="ko" hreflang="ko">한국어</a>');
    expect(ko).toContain('<html lang="ko">');
    expect(ko).toContain('<a href="report.html" lang="en" hreflang="en">English</a>');
    expect(ko).toContain("이 호스트에서 격리에 드는 비용");
    expect(languageTag()).toBe("en");
  });

  it("is made of reports for readers in a browser alone", async () => {
    const files = await filesOf(summaryMarkdown, input(), [KOREAN]);
    expect(files.map(({ file }) => file)).toEqual(["summary.md"]);
  });

  it("breaks Korean between words", () => {
    const style = readFileSync(new URL("../../reports/html/style.css", import.meta.url), "utf8");
    expect(style).toMatch(/:lang\(ko\) body \{[^}]*word-break: keep-all/);
  });
});

describe("the pages in a run folder", () => {
  it("are those that were asked for last", async () => {
    const folder = join(temporaryFolder(), "run");
    writeRun(folder, exampleRun(), exampleRecords());
    const pages = () => readdirSync(folder).filter((name) => name.endsWith(".html"));
    await chooseLanguages(["--lang", "ko,en"], {});
    await writeReports(folder);
    expect(pages()).toEqual(["report.en.html", "report.html"]);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain('<html lang="ko">');
    await chooseLanguages([], {});
    await writeReports(folder);
    expect(pages()).toEqual(["report.html"]);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain('<html lang="en">');
  });
});

describe("columns on a terminal", () => {
  it("are two for a Korean letter", () => {
    expect(displayWidth("라운드 3/5")).toBe(10);
    expect(displayWidth("\u001b[36m대상\u001b[39m")).toBe(4);
  });

  it("are not exceeded by a line that is cut", () => {
    expect(cutToWidth("라운드", 5)).toBe("라운");
    expect(cutToWidth("round", 3)).toBe("rou");
  });
});
