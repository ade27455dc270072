/** Tools that are ended by a signal before they have told anything. */
import { describe, expect, it } from "vitest";
import { tryRun } from "../../runners/host/process.ts";
import { isAbort } from "../../scripts/enter.ts";

const endedBy = (signal: string) =>
  tryRun(["sh", "-c", `kill -${signal} $$`]).catch((error) => error);

describe("a tool that is ended", () => {
  it.each(["INT", "HUP", "QUIT"])(
    "by a terminal's SIG%s was interrupted, as we are",
    async (signal) => {
      expect(isAbort(await endedBy(signal))).toBe(true);
    },
  );

  it("by another signal has failed", async () => {
    expect(await endedBy("SEGV")).toMatchObject({ code: "TOOL_NOT_STARTED" });
  });
});
