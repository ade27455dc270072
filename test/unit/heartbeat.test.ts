/** What is heard of a step that takes long. */
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BEAT_MS } from "../../scripts/heartbeat.ts";
import { Progress } from "../../scripts/progress.ts";

let written: string[];
beforeEach(() => {
  written = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function progressOn(isTTY: boolean): Progress {
  // In CI there are colours.
  const write = (text: string) => written.push(isTTY ? text : stripVTControlCharacters(text));
  const stream = { isTTY, columns: 80, write };
  return new Progress(stream as unknown as NodeJS.WriteStream);
}

const lasting = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe("a step of the set-up, where there is no terminal", () => {
  it("is one line where it is short", async () => {
    const step = progressOn(false).step("image", lasting(2000));
    await vi.advanceTimersByTimeAsync(2000);
    await step;
    expect(written).toEqual(["+ image (2.0 s)\n"]);
    await vi.advanceTimersByTimeAsync(BEAT_MS * 3);
    expect(written.length).toBe(1);
  });

  it("is said to have begun where it is long, and to go on, twice a minute", async () => {
    const step = progressOn(false).step("image", lasting(471_000));
    await vi.advanceTimersByTimeAsync(471_000);
    await step;
    expect(written.slice(0, 3)).toEqual([
      "> image ... (3 s)\n",
      "> image ... (33 s)\n",
      "> image ... (1 min 3 s)\n",
    ]);
    expect(written.length).toBe(17);
    expect(written.at(-1)).toBe("+ image (471.0 s)\n");
  });

  it("is said to begin at once where it keeps timers waiting", async () => {
    const step = progressOn(false).step("image", async () => "made", undefined, { long: true });
    expect(written).toEqual(["> image ...\n"]);
    await step;
    expect(written.length).toBe(2);
  });

  it("says nothing in between where it takes samples", async () => {
    const step = progressOn(false).step("harness floor", lasting(100_000), undefined, {
      measures: true,
    });
    await vi.advanceTimersByTimeAsync(100_000);
    await step;
    expect(written).toEqual(["+ harness floor (100.0 s)\n"]);
  });

  it("that fails is silent from then on", async () => {
    const failing = async () => {
      await lasting(10_000)();
      throw new Error("no room");
    };
    const step = progressOn(false).step("image", failing);
    const failed = expect(step).rejects.toThrow("no room");
    await vi.advanceTimersByTimeAsync(BEAT_MS * 3);
    await failed;
    expect(written).toEqual(["> image ... (3 s)\n", "x image\n"]);
  });
});

describe("a step on a terminal", () => {
  it("is one line that is rewritten, and goes where it is a passing one", async () => {
    const progress = progressOn(true);
    const step = progress.step("look at docker", lasting(60_000), undefined, { passing: true });
    await vi.advanceTimersByTimeAsync(60_000);
    await step;
    progress.end();
    expect(written.length).toBe(2);
    expect(written[0]).toContain("look at docker ...");
    expect(written[1]).toBe("\r\u001b[K");
  });
});
