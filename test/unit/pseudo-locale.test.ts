/** Reports in a language that does not exist: none of their words comes from elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { experiment as footprint } from "../../bench/experiments/footprint.idle.ts";
import { isMessage, verbatim } from "../../bench/messages.ts";
import type { Run, RunRecord } from "../../bench/schema.ts";
import type { Judgement } from "../../bench/stats/judgement.ts";
import type { Warning } from "../../bench/types.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { summaryJson } from "../../reports/json.ts";
import { summaryMarkdown } from "../../reports/markdown.ts";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { terminalTables } from "../../reports/terminal-tables.ts";
import { EN } from "../../reports/text/en.ts";
import { ENGLISH, speak } from "../../reports/text/message.ts";
import { plannedAs } from "../declared.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { exampleJudgement } from "../golden/example-judgement.ts";
import { withoutColours } from "../golden/golden-file.ts";
import { type Made, type MadeMetric, madeRun, noise, ready } from "../made-runs.ts";
import { bareWords, ENTITY, isolated, markedJudgement, pseudo, SAID } from "../pseudo-language.ts";

interface Shown extends Made {
  readonly judgement?: Judgement;
}

/** Where runs have data that reports show. Titles and the like have words, which `own` translates. */
const DATA_KEYS = new Set([
  ...["id", "below", "subject", "target", "workload", "metric", "of", "check", "part", "code"],
  ...["runId", "isotax", "createdAt", "profile", "name", "imagePath", "sha256", "version"],
  ...["toolHashes", "host", "facts", "stderrTail"],
]);
const TEXT_KEYS = new Set(["reason", "remedy", "message", "evidence", "where"]);
/** Keys of these are names of things; those of others are names of fields. */
const NAMED_THINGS = new Set(["toolHashes"]);

/** Data that code compares with names of its own. It could not be found between marks. */
const COMPARED = ["native", "tcg"];

/** The same thing with marks around its data. */
function marked<T>(value: T, key = "", within: Iterable<string> = []): T {
  if (isMessage(value)) return value;
  const keys = new Set([key, ...within]);
  if (typeof value === "string") {
    if (TEXT_KEYS.has(key)) return verbatim(value) as T;
    const isData = [...keys].some((one) => DATA_KEYS.has(one));
    return (isData && !COMPARED.includes(value) ? isolated(value).join("\n") : value) as T;
  }
  if (Array.isArray(value)) return value.map((one) => marked(one, key, within)) as T;
  if (typeof value !== "object" || value === null) return value;
  const inside = ["host", "facts", "toolHashes"].includes(key) ? [key] : [];
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      NAMED_THINGS.has(key) ? isolated(name).join() : name,
      marked(one, name, inside),
    ]),
  ) as T;
}

function inputOf({ run, records, judgement }: Shown): ReportInput {
  const input = reportInput(marked(run), marked(records));
  // A warning's id may come from the run or from the analysis.
  const warnings = input.analysis.warnings.map((one) => ({
    ...one,
    code: isolated(one.code).join() as Warning["code"],
  }));
  return {
    ...{ ...input, analysis: { ...input.analysis, warnings } },
    ...(judgement === undefined ? {} : { judgement: markedJudgement(judgement) }),
  };
}

const bare = (text: string) => bareWords(text, COMPARED);

const TAG = /<[/!]?[a-z](?:"[^"]*"|[^">])*>/gi;
const SHOWN_ATTRIBUTE = /\s(?:title|aria-label|alt|placeholder|data-label)="([^"]*)"/g;

/** What a reader of the page sees and hears, in pieces. */
function piecesOf(html: string): string[] {
  const data = /<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  const page = html.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/g, "");
  const attributes = [...page.matchAll(SHOWN_ATTRIBUTE)].map((match) => match[1] ?? "");
  const text = page.replaceAll(TAG, " ");
  return [text, ...attributes].map((one) => one.replaceAll(ENTITY, " ")).concat(strings(data));
}

/** The strings in JSON, without keys. */
function strings(json: string): string[] {
  const found: string[] = [];
  JSON.parse(json, (_key, value) => {
    if (typeof value === "string") found.push(value);
    return value;
  });
  return found;
}

const MARKUP = /<(?:br|\/?details|\/?summary)>/g;
const markdownText = (text: string) => text.replaceAll(MARKUP, " ").replaceAll(ENTITY, " ");

/** Every kind of outcome: failed, missing and unavailable cells, warnings, checks, emulation. */
function example(over: Partial<Run> = {}, records: readonly RunRecord[] = exampleRecords()): Made {
  return { run: { ...exampleRun(), ...over }, records };
}

function withChecks(): Made {
  const records = exampleRecords().map((record): RunRecord => {
    if (record.outcome.status !== "ok" || record.workload !== "cpu.sysbench") return record;
    const holds = (["yes", "no", "unknown"] as const)[record.round - 1] ?? "yes";
    const check = { check: `promise.${holds}`, holds, evidence: verbatim("it was seen") };
    return { ...record, outcome: { ...record.outcome, checks: [check] } };
  });
  return example({}, records);
}

function withOtherFile(): Made {
  const { targets, ...run } = exampleRun();
  const other = targets.map((target) => ({ ...target, toolHashes: { busybox: "cd34" } }));
  return { run: { ...run, targets: other }, records: exampleRecords() };
}

function withFootprint(): Made {
  const size = { cpus: 1, memoryMiB: 512 };
  const metrics = [...footprint.metrics(footprint.params.quick, size)];
  const { workloads, ...run } = exampleRun();
  const plan = { ...plannedAs("footprint.idle", []), metrics };
  return { run: { ...run, workloads: [...workloads, plan] }, records: exampleRecords() };
}

/** Enough rounds for intervals, noise and a host that changes. */
function manyRounds(targets: readonly string[]): Made {
  const scattered = ready(1.3, { by: 0.4, of: noise });
  const drifting: MadeMetric = {
    ...{ workload: "cpu.sysbench", metric: "primes", unit: "ops/s", better: "higher" },
    value: (target, round) => (target === "runc" ? 9_000 : 4_000) + round * 500,
  };
  return madeRun(12, targets, [scattered, drifting]);
}

const MADE_UP = exampleRun().targets.map((target) => ({ ...target, kind: "fake" as const }));
const MANY = ["native", "crun", "runc", "youki", "podman", "docker", "kata", "bubblewrap"];

const RUNS: readonly (readonly [what: string, made: Shown])[] = [
  ["of the example", example()],
  ["that was stopped", example({ status: "interrupted" }, exampleRecords().slice(0, 9))],
  ["that measured nothing", example({}, [])],
  ["whose times are made up", example({ targets: MADE_UP })],
  ["with checks", withChecks()],
  ["with another file on its targets", withOtherFile()],
  ["with footprints", withFootprint()],
  ["of many rounds", manyRounds(["native", "crun", "runc"])],
  ["of more targets than a table has columns", manyRounds(MANY)],
  ["that a gate has judged", { ...example(), judgement: exampleJudgement() }],
];

/** A line that is cut would lack the mark at its end. */
const WIDE = { command: isolated("isotax show run --all").join(), columns: 10_000 };

const FORMATS: readonly (readonly [
  string,
  (input: ReportInput) => string[] | Promise<string[]>,
])[] = [
  ["report.html", async (input) => piecesOf(await htmlReport.render(input))],
  ["summary.md", async (input) => [markdownText(await summaryMarkdown.render(input))]],
  ["the terminal", (input) => [withoutColours(terminalSummary(input, WIDE))]],
  ["the terminal's tables", (input) => [withoutColours(terminalTables(input))]],
];

describe("a language that does not exist", () => {
  beforeAll(() => speak(pseudo()));
  afterAll(() => speak(ENGLISH));

  describe.each(RUNS)("a run %s", (_what, made) => {
    it.each(FORMATS)("has no word of another language in %s", async (_format, pieces) => {
      const shown = await pieces(inputOf(made));
      expect(shown.flatMap(bare)).toEqual([]);
      expect(shown.join("")).toContain(SAID[0]);
    });

    it("has a sentence for each message in summary.json", () => {
      const summary = JSON.parse(String(summaryJson.render(inputOf(made))), (_key, value) => {
        if (isMessage(value))
          expect(value).toMatchObject({ text: expect.stringMatching(/^\u27e6/) });
        return value;
      });
      expect(summary.rows).toBeInstanceOf(Array);
    });
  });

  it("is in the help of OpenMetrics, and changes no name of a series", () => {
    for (const { format, render } of EXPORTS) {
      const text = render(reportInput(exampleRun(), exampleRecords()));
      for (const [line] of text.matchAll(/^# HELP .*$/gm))
        expect(line).toMatch(/^# HELP \w+ \u27e6/);
      if (format === "hyperfine") expect(text).not.toContain(SAID[0]);
    }
  });

  it("is in the page's head, for whatever reads it aloud", async () => {
    const html = await htmlReport.render(inputOf(example()));
    expect(html).toContain('<html lang="qps">');
  });

  it("would be missed where it is not spoken", async () => {
    speak(ENGLISH);
    try {
      for (const [format, pieces] of FORMATS) {
        const words = (await pieces(inputOf(example()))).flatMap(bare);
        const some = format === "the terminal" ? ["Cold", "Work"] : ["Medians", "warm"];
        expect(words, format).toEqual(expect.arrayContaining(["emulated", ...some]));
      }
    } finally {
      speak(pseudo());
    }
  });
});

describe("the page's script", () => {
  it("brings no sentence along", async () => {
    const html = await htmlReport.render(reportInput(exampleRun(), exampleRecords()));
    const script = html.match(/<script>[\s\S]*?<\/script>/)?.[0] ?? "";
    expect(script.length).toBeGreaterThan(10_000);
    for (const code of Object.keys(EN).filter((one) => one.includes("."))) {
      expect(script).not.toContain(`"${code}"`);
    }
  });
});
