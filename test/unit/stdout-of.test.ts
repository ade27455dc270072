/** What a test of an instance says of a command that failed inside. */
import { expect, it } from "vitest";
import { stdoutOf } from "../support.ts";

const look = { argv: [{ tool: "node" }, "look"] };

function sessionThat(exitCode: number, stdout: string) {
  return {
    exec: async () => ({ exitCode, stdout, hostNs: 1 }),
    stderrTail: () => "node: not found\n",
  };
}

it("hands over what a command printed", async () => {
  expect(await stdoutOf(sessionThat(0, "{}\n"), look)).toBe("{}\n");
});

it.each([
  ["the command", '{"tool":"node"} look'],
  ["the exit code", "exit code 127"],
  ["stdout", "stdout: half"],
  ["stderr", "stderr: node: not found"],
])("names %s of one that failed", async (_, words) => {
  await expect(stdoutOf(sessionThat(127, "half"), look)).rejects.toThrow(words);
});
