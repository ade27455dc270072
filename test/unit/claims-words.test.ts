/** The sentences of claims: the same in all reports, and short on a terminal. */
import { describe, expect, it } from "vitest";
import { CLAIMS } from "../../bench/claims/registry.ts";
import type { ClaimResult, PartResult } from "../../bench/claims/result.ts";
import { claimLine, claimSentence, openReason } from "../../reports/claims.ts";
import { publishedText } from "../../reports/claims-published.ts";
import { escapeMarkdown } from "../../reports/escape-markdown.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { summaryJson } from "../../reports/json.ts";
import { summaryMarkdown } from "../../reports/markdown.ts";
import { reportInput } from "../../reports/model.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { textOf } from "../../reports/text/message.ts";
import { withoutColours } from "../golden/golden-file.ts";
import { CRUN, claimOf, KVM, made, NATIVE, slow, starts, TCG, target, vm } from "../made-claims.ts";
import { LINKS, madeDeliveries } from "../made-deliveries.ts";
import { noise } from "../made-runs.ts";

const FIVE = ["cpu.x", "memory.x", "disk.x", "network.x", "syscall.x"];
const TARGETS = [NATIVE, target("cgroup", "primitive"), CRUN, vm(KVM)];
const run = (rounds: number, targets = TARGETS) =>
  made(rounds, targets, [
    ...slow(FIVE, (_id, _round, workload) => (workload === "disk.x" ? 2 : 1.01)),
    starts((_id, round) => 5 * noise(round, 0.01)),
    {
      ...{ workload: "image.size", metric: "shipped" },
      value: (id) => ({ crun: 100, "qemu-microvm": 150 })[id] ?? 0,
    },
  ]);

describe("the sentence of a claim", () => {
  it.each([
    [
      "C1",
      run(14),
      /^A hypervisor costs performance: depends\. It is so for qemu-microvm: disk 2\.00x \(1\.99x to 2\.0\dx\)\. It is not so for qemu-microvm: CPU 1\.0\dx .* Ranges: 99\.\d+% confidence, 14 rounds\. It holds if each is more than 5% slower than native\.$/,
    ],
    ["C1", run(14, [NATIVE, vm(TCG)]), /: emulated, not comparable\. qemu-microvm: emulated, /],
    [
      "C2",
      run(1),
      /: does not hold\. qemu-microvm: 1\.50x what crun ships\. It holds if .* 2\.00x what/,
    ],
    [
      "C3",
      run(4),
      /: not sure yet\. cgroup: cold start \+.* About \d+ more rounds would decide\.$/,
    ],
    ["C6", run(14), /: holds\. crun, qemu-microvm: 5\.\d+ ms/],
    ["C8", run(14), /^[^.]*: not measured\. To measure it: isotax run --claims C8\.$/],
    [
      "C9",
      run(1),
      /: not sure yet\. crun, qemu-microvm: the same file as the image\. Not measured: another machine/,
    ],
    ["C11", run(14), /^[^.]*: not measured\. To measure it: isotax run --claims C11\.$/],
  ])("%s", (id, of, sentence) => {
    expect(claimSentence(claimOf(of, id))).toMatch(sentence);
  });

  it("says that a claim looks true so far where only rounds are missing", () => {
    const reasonOf = (ms: number) => {
      const of = made(4, [NATIVE, CRUN], [starts((id) => (id === "native" ? 1 : ms))]);
      const reason = openReason(claimOf(of, "C6"));
      return reason && textOf(reason);
    };
    expect(reasonOf(20)).toMatch(/^about \d+ more rounds? would make it sure$/);
    expect(reasonOf(2000)).toMatch(/^About \d+ more rounds? would decide$/);
  });

  it("does not look true while something else is missing", () => {
    const { run: of, records } = madeDeliveries({ links: LINKS });
    const result = reportInput(of, records).claims.results.find(({ id }) => id === "C4");
    expect(result?.gaps.length).toBeGreaterThan(0);
    expect(result && claimSentence(result)).toMatch(/^Containers are built .*: not sure yet\. /);
  });

  it("is the same in every report, and the page links each figure to its line", async () => {
    const { run: made, records } = run(14);
    const input = reportInput(made, records);
    const html = String(await htmlReport.render(input));
    const plain = html.replaceAll(/<\/?(?:strong|a)\b[^>]*>/g, "");
    const markdown = String(await summaryMarkdown.render(input));
    const { claims } = JSON.parse(String(summaryJson.render(input)));
    for (const [index, result] of input.claims.results.entries()) {
      const sentence = claimSentence(result);
      expect(claims.results[index].text).toBe(sentence);
      expect(
        plain.includes(sentence.replaceAll("'", "&#39;").replaceAll("<", "&lt;")),
        sentence,
      ).toBe(true);
      expect(markdown).toContain(`**${result.id}** ${escapeMarkdown(sentence)}`);
    }
    const list = html.slice(html.indexOf('id="claim-C1"'), html.indexOf('id="ladder"'));
    const places = [...list.matchAll(/<a href="#([\w.-]+)">/g)].map(([, id]) => id);
    const figures = input.claims.results.flatMap(({ parts }) => parts);
    // Targets with the same figures stand together, and share their links.
    expect(places.length).toBeGreaterThan(figures.length / 2);
    expect(new Set(places)).toContain("results-start.exec--ready");
    expect(places.filter((id) => !html.includes(`id="${id}"`))).toEqual([]);
  });

  it("fits into a line of a terminal, at the top, below how far the run can be trusted", () => {
    const { run: made, records } = run(14);
    const command = "isotax show x --all";
    const text = terminalSummary(reportInput(made, records), { command });
    const lines = withoutColours(text).split("\n");
    expect(lines.slice(1, 8).map((line) => line.split(" ")[0])).toEqual([
      ...["Can", "C1", "C2", "C3", "C6", "C9", "Not"],
    ]);
    expect(lines).toContain(
      "C2 Guest OS and kernel make VM images big: does not hold (1.50x crun's size)",
    );
    for (const line of lines.slice(0, 8)) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("fits whatever the verdict and the figures are", () => {
    const part: PartResult = {
      ...{ about: { code: "claims.about-cpu", values: {} }, kind: "slowdown", target: "x" },
      ...{ answer: "open", figure: 123_456.78 },
    };
    for (const { id, says } of CLAIMS) {
      for (const verdict of ["does-not-hold", "emulated"] as const) {
        const result: ClaimResult = {
          ...{ id, says, verdict, gaps: [], emulated: [], rules: [], published: [], command: "" },
          parts: [part, { ...part, figure: 1 }, { ...part, kind: "start" }],
        };
        const line = claimLine(result);
        expect(line.length, line).toBeLessThanOrEqual(80);
      }
    }
  });
});

describe("published figures", () => {
  it("name their source, and are none of a claim that has none", () => {
    for (const { published } of CLAIMS) {
      for (const one of published) expect(publishedText(one)).toMatch(/: .*\d.* \(.+\)$/);
    }
  });
});
