/** What the terminal shows in Korean, as somebody has read it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { gateText } from "../../reports/gate/terminal.ts";
import { reportInput } from "../../reports/model.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { terminalTables } from "../../reports/terminal-tables.ts";
import { KOREAN } from "../../reports/text/ko/korean.ts";
import { ENGLISH, speak } from "../../reports/text/message.ts";
import { exampleRecords, exampleRun } from "./example.ts";
import { exampleJudgement } from "./example-judgement.ts";
import { check, withoutColours } from "./golden-file.ts";

beforeAll(() => speak(KOREAN));
afterAll(() => speak(ENGLISH));

it("the summary of a run", () => {
  const text = withoutColours(
    terminalSummary(reportInput(exampleRun(), exampleRecords()), {
      command: "isotax show my-run --all",
    }),
  );
  check("terminal.ko.txt", text);
  expect(text).toContain("라운드");
});

it("all figures of a run", () => {
  const text = withoutColours(terminalTables(reportInput(exampleRun(), exampleRecords())));
  check("terminal-all.ko.txt", text);
  expect(text).toContain("준비 완료");
});

it("a gate's verdict", () => {
  check("gate.ko.txt", withoutColours(gateText(exampleJudgement())));
});
