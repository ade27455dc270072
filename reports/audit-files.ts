/** An audit as files that other services read: test results (JUnit), and findings (SARIF). */
import xmlbuilder from "xmlbuilder";
import type { CheckRow } from "../bench/stats/analyze.ts";
import { type AuditFailure, audits, failureText } from "./audit.ts";
import { auditWord, triedText } from "./audit-words.ts";
import { plain } from "./gate/plain.ts";
import type { ReportInput } from "./model.ts";
import { t, textOf } from "./text/message.ts";

export const AUDIT_JUNIT = "junit.xml";
export const AUDIT_SARIF = "audit.sarif";

/** Each target is a suite, and each check a test. What cannot be tried here is skipped. */
export function auditJunit(input: ReportInput, failures: readonly AuditFailure[]): string {
  const root = xmlbuilder.create("testsuites", {
    version: "1.0",
    encoding: "UTF-8",
    invalidCharReplacement: "\ufffd",
  });
  root.att("name", "isotax audit");
  for (const { target, broken, open, kept, unknown, host } of audits(input)) {
    const rows = [...broken, ...open, ...kept, ...unknown, ...host];
    const failed = failures.filter(({ row }) => row.subject === target);
    const suite = root.ele("testsuite", {
      name: plain(target),
      tests: rows.length,
      failures: failed.length,
      errors: 0,
      skipped: unknown.length,
    });
    for (const row of rows) {
      const test = suite.ele("testcase", { classname: plain(target), name: plain(row.check) });
      const failure = failed.find((one) => one.row === row);
      if (failure !== undefined) test.ele("failure", { message: failureText(failure) });
      if (row.holds === "unknown") test.ele("skipped", { message: textOf(row.evidence) });
      test.ele("system-out", `${triedText(row.check)}: ${textOf(auditWord(row))}`);
    }
  }
  return `${root.end({ pretty: true })}\n`;
}

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/**
 * Static Analysis Results Interchange Format 2.1.0 (OASIS): a rule for each check, and a result for
 * each one that reached the host, or left it other than before. An audit has no file to point at, so a target is a logical location.
 */
export function auditSarif(input: ReportInput, failures: readonly AuditFailure[]): string {
  const reached = audits(input).flatMap(({ broken, open, host }) => [
    ...broken,
    ...open,
    ...host.filter(({ holds }) => holds === "no"),
  ]);
  const checks = [...new Set(reached.map(({ check }) => check))];
  const failed = new Set(failures.map(({ row }) => row));
  const run = {
    tool: {
      driver: {
        name: "isotax",
        semanticVersion: input.run.isotax,
        rules: checks.map((id) => ({ id, shortDescription: { text: triedText(id) } })),
      },
    },
    results: reached.map((row) => ({
      ruleId: row.check,
      level: failed.has(row) ? "error" : "note",
      message: { text: sarifText(row) },
      locations: [{ logicalLocations: [{ name: row.subject, kind: "module" }] }],
    })),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function sarifText(row: CheckRow): string {
  const { subject: target, check } = row;
  return t("audit.finding", { target, tried: triedText(check), word: auditWord(row) });
}
