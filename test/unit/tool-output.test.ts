/** A tool whose output is shown: in whole lines, so that they can be made plain, and kept all the same. */
import { expect, it } from "vitest";
import { tryRun } from "../../runners/host/process.ts";

it("shows what a tool prints on both outputs, line by line, and returns it", async () => {
  const lines: string[] = [];
  const script = "printf '\\033[2Ja\\nb'; echo c >&2";
  const { stdout, stderr } = await tryRun(["sh", "-c", script], {
    show: (line) => lines.push(line),
  });
  expect(lines.sort()).toEqual(["\u001b[2Ja", "b", "c"]);
  expect({ stdout, stderr }).toEqual({ stdout: "\u001b[2Ja\nb", stderr: "c\n" });
});
