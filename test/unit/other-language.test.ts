/** The command line in another language: whatever it says by itself comes from that language. */
import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EN, type Sentences } from "../../reports/text/en.ts";
import { ENGLISH, type Language, speak } from "../../reports/text/message.ts";
import { commandLine } from "../../scripts/command-line.ts";

/** Says the same of everything. */
const MARK = "§";
const MARKED: Language = {
  ...ENGLISH,
  sentences: Object.fromEntries(
    Object.keys(EN).map((code) => [code, () => MARK]),
  ) as never as Sentences,
};

let refused: string[];
let program: Command;
beforeEach(() => {
  speak(MARKED);
  refused = [];
  program = commandLine({
    ...{ told: () => {}, refused: (text) => refused.push(text), ended: () => {} },
  });
});
afterEach(() => speak(ENGLISH));

/** Help without what is typed: names of commands and arguments, options, values in brackets. */
function withoutSyntax(command: Command): string {
  const commands = ["isotax", "help", ...program.commands.map((one) => one.name())];
  const names = [...commands, ...command.registeredArguments.map((one) => one.name())];
  return command
    .helpInformation()
    .replaceAll(/-{1,2}[\w-]+/g, "")
    .replaceAll(/<[^>]*>|\[[^\]]*\]/g, "")
    .replaceAll(new RegExp(`\\b(?:${names.join("|")})\\b`, "g"), "");
}

describe("the command line in another language", () => {
  it("has no English word in its help", () => {
    for (const command of [program, ...program.commands]) {
      expect(command.helpInformation()).toContain(MARK);
      expect(withoutSyntax(command)).not.toMatch(/[a-z]/i);
    }
  });

  it.each([
    ["an unknown command", ["runn"]],
    ["an unknown option", ["run", "--rond", "5"]],
    ["a missing argument", ["report"]],
    ["a missing value", ["run", "--rounds"]],
    ["a missing option", ["export", "x"]],
    ["too many arguments", ["gate", "a", "b", "c"]],
    ["a wrong number", ["run", "--rounds", "x"]],
    ["a wrong choice", ["gate", "--inconclusive", "maybe"]],
    ["a wrong profile", ["run", "--profile", "quik"]],
  ])("refuses %s without an English word", async (_, words) => {
    await expect(program.parseAsync(words, { from: "user" })).rejects.toThrow();
    expect(refused.join("")).toBe(`${MARK} ${MARK}\n${MARK}\n`);
  });
});
