/** The comment on a pull request: whatever a judgement holds, GitHub has to take it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import type { CellVerdict, Judgement, Verdict } from "../../bench/stats/judgement.ts";
import { gateMarkdown } from "../../reports/gate/markdown.ts";
import { textOf } from "../../reports/text/message.ts";
import { exampleJudgement, HOSTILE } from "../golden/example-judgement.ts";

/** GitHub's limit is 65,536; the rest is for what is put around the text. */
const MOST = 60_000;
const SIDES = {
  base: "command:../base/scripts/ci/start-container.sh {rootfs} {command}",
  head: "command:../head/scripts/ci/start-container.sh {rootfs} {command}",
};

const [FIRST] = exampleJudgement().cells as readonly [CellVerdict];

function cells(
  count: number,
  verdict: Verdict,
  over: (index: number) => Partial<CellVerdict> = () => ({}),
): CellVerdict[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ ...FIRST, ...SIDES, verdict, metric: `${verdict}.${index}` },
    ...over(index),
  }));
}

function judgementOf(all: readonly CellVerdict[], over: Partial<Judgement> = {}): Judgement {
  return { ...exampleJudgement(), ...SIDES, cells: all, notes: [], ...over };
}

const numbered = (index: number) => ({
  reason: verbatim(`found ${index}`),
  remedy: verbatim(`do ${index}`),
});
const info = () => ({ gated: false });

function rowsOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith("| start.exec |"));
}

describe("a comment", () => {
  const passes = [...cells(500, "pass"), ...cells(1400, "pass", info)];

  it("has room for 2000 cells: the worst of them with what was found, then what counts", () => {
    const regressed = cells(20, "regressed", numbered);
    const text = gateMarkdown.render(
      judgementOf([...passes, ...regressed, ...cells(80, "inconclusive", numbered)]),
    );
    expect(text.length).toBeLessThan(MOST);
    // It is for the others that there is no room.
    expect(text.length).toBeGreaterThan(MOST * 0.9);
    for (const { metric, remedy } of regressed) {
      expect(text).toContain(`| ${metric} |`);
      expect(text).toContain(`→ ${textOf(remedy ?? "")}`);
    }
    expect(text).not.toContain("| pass (info) |");
    const shown = rowsOf(text).length;
    expect(shown).toBeGreaterThan(200);
    const [, left, passed, told] =
      /^Left out, .* (\d+) cells: (\d+) pass, (\d+) pass \(info\)\. gate\.json has/m.exec(text) ??
      [];
    expect(Number(left)).toBe(2000 - shown);
    expect(Number(passed) + Number(told)).toBe(Number(left));
    expect(text).toContain(`<details><summary>${shown - 100} more cells</summary>`);
  });

  it("keeps figures and findings where none of 2000 has passed", () => {
    const text = gateMarkdown.render(judgementOf(cells(2000, "regressed", numbered)));
    expect(text.length).toBeLessThan(MOST);
    expect(text.length).toBeGreaterThan(MOST * 0.9);
    expect(rowsOf(text).length).toBeGreaterThan(150);
    expect(text).toContain("| regressed.0 |");
    expect(text).toContain("found 0<br>→ do 0");
    expect(text).toMatch(/ \d+ cells: \d+ regressed; \d+ findings\. /);
  });

  it("says once what was found of many", () => {
    const same = () => ({
      reason: verbatim("another kernel"),
      remedy: verbatim("measure anew"),
    });
    const few = gateMarkdown.render(judgementOf(cells(12, "inconclusive", same)));
    expect(few.split("another kernel")).toHaveLength(2);
    for (let index = 0; index < 12; index++) expect(few).toContain(`/inconclusive.${index} on `);
    expect(few).not.toContain("Left out");
    const many = gateMarkdown.render(judgementOf([...cells(200, "inconclusive", same), ...passes]));
    expect(many.split("another kernel")).toHaveLength(2);
    expect(many).toContain(" and 195 more: ");
  });

  it("names base and head by these words where their ids are long, and says which they are", () => {
    const text = gateMarkdown.render(judgementOf(cells(3, "regressed")));
    expect(text).toContain("| base -&gt; head |");
    expect(text).toContain(`\n- base: ${SIDES.base}\n- head: ${SIDES.head}\n`);
    // In the heading, in the list of names, and at the foot.
    expect(text.split(SIDES.head)).toHaveLength(4);
    const short = { base: "crun", head: "runc" };
    const plain = gateMarkdown.render(
      judgementOf(
        cells(3, "regressed", () => short),
        short,
      ),
    );
    expect(plain).toContain("| crun -&gt; runc |");
    expect(plain).not.toContain("- base: ");
  });

  it("has other names for the targets of runs, with what a history says of them", () => {
    const targets = (more: Partial<CellVerdict> = {}) =>
      gateMarkdown.render(
        judgementOf(
          cells(1, "regressed", () => ({ base: SIDES.head, head: SIDES.head, ...more })),
          { comparison: "history", base: "5 earlier runs", head: "20260102-030405-beef" },
        ),
      );
    expect(targets()).toContain("| target 1 |");
    expect(targets()).toContain(`\n- target 1: ${SIDES.head}\n`);
    const earlier = targets({ against: { what: "earlier-runs" } });
    expect(earlier).toMatch(/\| target 1\b[^|]*earlier runs/);
    expect(earlier).not.toContain("target 2");
  });

  it("is taken whatever the texts are, and however long", () => {
    const long = fc
      .tuple(fc.constantFrom(HOSTILE, "@a ", "<", "😀", "`*_[]|", "word "), fc.nat(3_000))
      .map(([part, times]) => part.repeat(times));
    fc.assert(
      fc.property(long, long, fc.nat(40), (reason, name, count) => {
        const all = cells(count, "regressed", (index) => ({
          ...{
            reason: verbatim(reason),
            remedy: verbatim(reason),
            metric: `${index} ${name}`,
            base: `${index} ${name}`,
          },
        }));
        const text = gateMarkdown.render(
          judgementOf(all, {
            ...{
              summary: verbatim(reason),
              base: name,
              head: reason,
              notes: all.map(() => verbatim(reason)),
            },
          }),
        );
        expect(text.length).toBeLessThan(MOST);
        expect(text.startsWith("<!-- isotax gate -->\n## isotax: regressed\n")).toBe(true);
        expect(text.split("<details>").length).toBe(text.split("</details>").length);
        expect(text).not.toMatch(/@\w/);
        // Half of a character would be written as another.
        expect(Buffer.from(text).toString()).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});
