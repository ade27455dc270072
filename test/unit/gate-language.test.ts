/** A gate's reports in a language that does not exist: none of their words comes from elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeAgainstBaseline, judgeAgainstHistory } from "../../bench/campaign/gate/judge.ts";
import { isMessage, say } from "../../bench/messages.ts";
import { analyzed } from "../../bench/stats/cells.ts";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { GateFileSchema } from "../../bench/stats/judgement-schema.ts";
import { judgeSides } from "../../bench/stats/sides.ts";
import { annotations } from "../../reports/gate/annotations.ts";
import { gateJson } from "../../reports/gate/json.ts";
import { gateJunit } from "../../reports/gate/junit.ts";
import { gateMarkdown } from "../../reports/gate/markdown.ts";
import { gateText } from "../../reports/gate/terminal.ts";
import { errorAnnotation } from "../../reports/gate/workflow-command.ts";
import { ENGLISH, speak } from "../../reports/text/message.ts";
import { exampleJudgement } from "../golden/example-judgement.ts";
import { withoutColours } from "../golden/golden-file.ts";
import { type Made, type MadeMetric, madeRun, noise, ready } from "../made-runs.ts";
import {
  bareWords as bare,
  ENTITY,
  markedJudgement as marked,
  pseudo,
  SAID,
} from "../pseudo-language.ts";

const bareWordsOf = (text: string) => bare(text, ["isotax"]);

const FORMATS: readonly (readonly [string, (of: Judgement) => string])[] = [
  ["the terminal", (of) => withoutColours(gateText(of))],
  [
    "gate.md",
    (of) =>
      gateMarkdown
        .render(of)
        .replaceAll(/<[^>]*>/g, " ")
        .replaceAll(ENTITY, " "),
  ],
  [
    "junit.xml",
    (of) => {
      const xml = gateJunit.render(of, { inconclusive: "pass" }) + gateJunit.render(of);
      const shown = /<testcase[^>]* name="([^"]*)"|message="([^"]*)"|>([^<]+)</g;
      // An arrow in an attribute is the end of no tag.
      const pieces = [...xml.replaceAll("->", " ").matchAll(shown)].map(([, ...groups]) =>
        groups.join(""),
      );
      return pieces.join(" ").replaceAll(ENTITY, " ");
    },
  ],
  [
    "annotations",
    (of) =>
      (annotations(of) + errorAnnotation(SAID.join("it broke")))
        .replaceAll(/^::\w+ title=/gm, " ")
        .replaceAll(/%[0-9A-F]{2}/g, " "),
  ],
];

const SIDES = ["crun", "runc"];
const sides = ({ run, records }: Made) =>
  judgeSides(run, records, { base: "crun", head: "runc", rules: [{ cells: "no/such" }] });

/** A run of two workloads, of which one fails on head. */
function failing(): Made {
  const lost: MadeMetric = {
    ...{ workload: "cpu.sysbench", metric: "events" },
    value: (target, round) => (target === "runc" && round > 5 ? undefined : 1e6),
  };
  return madeRun(30, SIDES, [ready(1.1), lost]);
}

function runAt(index: number, factor: number): Made {
  const made = madeRun(
    10,
    ["native", "crun"],
    [
      {
        ...{ workload: "start.exec", metric: "ready" },
        value: (target, round) => (target === "native" ? 1e6 : 5e6 * factor) * (1 + round * 1e-3),
      },
    ],
  );
  const createdAt = new Date(Date.UTC(2026, 0, 1 + index)).toISOString();
  return { ...made, run: { ...made.run, runId: `run-${index}`, createdAt } };
}

const runs = Array.from({ length: 8 }, (_, index) => analyzed(...parts(runAt(index, 1))));
const allowed = { rules: [] };
const head = analyzed(...parts(runAt(9, 1.5)));
const other = runAt(10, 1);
const elsewhere = analyzed({ ...other.run, host: { CPU: "Other" } }, other.records);

function parts({ run, records }: Made) {
  return [run, records] as const;
}

const JUDGEMENTS: readonly (readonly [string, () => Judgement])[] = [
  ["the example", exampleJudgement],
  ["a start that got worse, beside what failed", () => sides(failing())],
  ["one that got better", () => sides(madeRun(30, SIDES, [ready(0.8)]))],
  ["one that passes", () => sides(madeRun(30, SIDES, [ready(1)]))],
  ["what scatters", () => sides(madeRun(30, SIDES, [ready(1.05, { by: 0.4, of: noise })]))],
  ["too few rounds", () => sides(madeRun(3, SIDES, [ready(1)]))],
  ["what was not measured", () => sides(madeRun(3, SIDES, []))],
  ["a run against a baseline", () => judgeAgainstBaseline(runs[0] ?? head, head, allowed)],
  ["a run of another host", () => judgeAgainstBaseline(elsewhere, head, allowed)],
  [
    "a run against a history and an anchor",
    () => judgeAgainstHistory({ runs, anchor: elsewhere }, head, allowed, [say("check.no")]),
  ],
  ["a short history", () => judgeAgainstHistory({ runs: [elsewhere] }, head, allowed)],
];

describe("a language that does not exist", () => {
  beforeAll(() => speak(pseudo()));
  afterAll(() => speak(ENGLISH));

  describe.each(JUDGEMENTS)("in the judgement of %s", (_what, judgement) => {
    it.each(FORMATS)("has no word beside it in %s", (_format, shown) => {
      const text = shown(marked(judgement()));
      expect(bareWordsOf(text)).toEqual([]);
      expect(text).toContain(SAID[0]);
    });

    it("has a sentence for each message in gate.json, which nobody reads back", () => {
      const json = gateJson.render(judgement());
      JSON.parse(json, (_key, value) => {
        if (isMessage(value)) expect(value).toMatchObject({ text: expect.stringMatching(/^⟦/) });
        return value;
      });
      const { $schema: _, ...read } = GateFileSchema.parse(JSON.parse(json));
      expect(read).toEqual(judgement());
    });
  });

  it("would be missed where it is not spoken", () => {
    speak(ENGLISH);
    try {
      for (const [format, shown] of FORMATS) {
        const words = bareWordsOf(shown(marked(exampleJudgement())));
        expect(words, format).toEqual(expect.arrayContaining(["not", "measured", "slower"]));
      }
    } finally {
      speak(pseudo());
    }
  });
});
