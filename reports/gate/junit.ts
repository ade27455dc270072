/** A judgement as test results, for services that show them: GitLab, Jenkins, Azure, CircleCI. */
import xmlbuilder, { type XMLElement } from "xmlbuilder";
import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import { percent } from "../text/figures.ts";
import { t } from "../text/message.ts";
import type { GateFormat, GateOptions } from "./format.ts";
import { plain } from "./plain.ts";
import {
  boundLines,
  cellText,
  effectText,
  failedText,
  findings,
  gated,
  marginText,
  mediansText,
  metricText,
  remedyText,
  sidesText,
  sideText,
  slowText,
  tailsText,
  targetText,
} from "./words.ts";

/**
 * Each workload is a suite, and each gated cell is a test. Without gated cells, one test says so,
 * since tools show a file without tests as a success. Tests have no times: a time would say how
 * long a test ran, and tools add times up. A test has its figures in its output. Properties of
 * single tests are in neither of the schemas that Jenkins checks with, and not all tools show them.
 */
export const gateJunit: GateFormat = {
  file: "junit.xml",
  render: (judgement, { inconclusive = "fail" } = {}) => {
    const cells = gated(judgement.cells);
    const judged = cells.length === 0 ? [judgement] : cells;
    const root = xmlbuilder.create("testsuites", {
      version: "1.0",
      encoding: "UTF-8",
      invalidCharReplacement: "\ufffd",
    });
    root.att({ name: `isotax: ${sidesText(judgement)}`, ...counts(judged, inconclusive, false) });
    for (const workload of new Set(cells.map((cell) => cell.workload))) {
      const own = cells.filter((cell) => cell.workload === workload);
      const suite = suiteOf(root, judgement, workload, counts(own, inconclusive, true));
      for (const cell of own) testCase(suite, cell, inconclusive);
    }
    if (cells.length === 0) {
      const suite = suiteOf(root, judgement, WHOLE, counts(judged, inconclusive, true));
      wholeCase(suite, judgement, inconclusive);
    }
    return `${root.end({ pretty: true })}\n`;
  },
};

/** The suite of the one test that there is without gated cells. */
const WHOLE = "gate";

type Inconclusive = NonNullable<GateOptions["inconclusive"]>;

type Judged = Pick<CellVerdict, "verdict">;

function outcome({ verdict }: Judged, inconclusive: Inconclusive) {
  if (verdict === "regressed") return "failure";
  if (verdict === "inconclusive") return inconclusive === "fail" ? "failure" : "skipped";
  return "passed";
}

function counts(judged: readonly Judged[], inconclusive: Inconclusive, withSkipped: boolean) {
  const count = (what: string) => judged.filter((one) => outcome(one, inconclusive) === what);
  return {
    tests: judged.length,
    failures: count("failure").length,
    errors: 0,
    ...(withSkipped ? { skipped: count("skipped").length } : {}),
  };
}

type Counts = ReturnType<typeof counts>;

function suiteOf(root: XMLElement, judgement: Judgement, name: string, count: Counts): XMLElement {
  const suite = root.ele("testsuite", {
    name: plain(name),
    ...count,
    // Tools expect UTC in whole seconds, without a zone.
    timestamp: judgement.createdAt.replace(/(\.\d+)?Z$/, ""),
  });
  properties(suite, judgement);
  return suite;
}

function properties(
  suite: XMLElement,
  { comparison, base, head, rounds, alpha, runId }: Judgement,
) {
  const list = suite.ele("properties");
  const all = { comparison, base, head, run: runId, rounds: String(rounds), alpha: percent(alpha) };
  for (const [name, value] of Object.entries(all))
    list.ele("property", { name, value: plain(value) });
}

/**
 * The name of the test does not contain the sides. If they are runs, they differ each time, and
 * tools would see a new test.
 */
function wholeCase(suite: XMLElement, judgement: Judgement, inconclusive: Inconclusive): void {
  const { verdict } = judgement;
  const test = suite.ele("testcase", { classname: `isotax.${WHOLE}`, name: "verdict" });
  const message = plain(judgement.summary);
  const kind = outcome(judgement, inconclusive);
  if (kind === "skipped")
    test.ele("skipped", { message: `${t("gate.verdict", { verdict })}: ${message}` });
  if (kind === "failure") test.ele("failure", { type: verdict, message }).txt(message);
}

function testCase(suite: XMLElement, cell: CellVerdict, inconclusive: Inconclusive): void {
  const test = suite.ele("testcase", {
    // Tools recognize a test by these two.
    classname: `isotax.${plain(cell.workload)}`,
    name: t("gate.metric-on", { metric: metricText(cell), target: targetText(cell) }),
  });
  const message = findings(cell)[0] ?? "";
  const kind = outcome(cell, inconclusive);
  const { verdict } = cell;
  if (kind === "skipped") {
    test.ele("skipped", { message: `${t("gate.verdict", { verdict })}: ${message}` });
  }
  if (kind === "failure") {
    const remedy = remedyText(cell);
    const lines = [cellText(cell), mediansText(cell), ...findings(cell)];
    test
      .ele("failure", { type: verdict, message })
      .txt([...lines, ...(remedy === "" ? [] : [`-> ${remedy}`])].join("\n"));
  }
  const figures = [
    [t("gate.verdicts"), t("gate.verdict", { verdict })],
    [t("gate.base"), sideText(cell.baseSide, cell)],
    [t("gate.head"), sideText(cell.headSide, cell)],
    [t("gate.effect"), effectText(cell) || t("gate.unknown")],
    [t("gate.bounds"), boundLines(cell).join(", ") || t("gate.none")],
    [t("gate.p90s"), tailsText(cell) || t("gate.unknown")],
    [t("gate.rounds-failed"), failedText(cell) || t("gate.unknown")],
    ...(cell.slow === undefined ? [] : [[t("gate.rounds-slow"), slowText(cell)] as const]),
    [t("gate.margin"), marginText(cell.margin, cell)],
  ];
  test.ele("system-out").txt(figures.map(([name, value]) => `${name}: ${value}`).join("\n"));
}
