import { describe, expect, it } from "vitest";
import { ParseError } from "../../bench/errors.ts";
import { written } from "../../runners/delivery/meter.ts";
import { TimedOutput } from "../../runners/delivery/timed-output.ts";

const GUEST = { kind: "console", init: "reads-ahead" } as const;

function linesOf(
  first: ConstructorParameters<typeof TimedOutput>[0],
  ...chunks: readonly string[]
) {
  const lines = new TimedOutput(first);
  chunks.forEach((chunk, index) => {
    lines.arrived(Buffer.from(chunk), 10 * (index + 1));
  });
  return lines;
}

describe("the lines of a command that was delivered", () => {
  it("have the time at which each was complete", () => {
    const lines = linesOf(undefined, "rea", "dy\nre", "ad", " 5\nmore\n");
    expect(lines.result(0)).toEqual({ stdout: "ready\nread 5\nmore\n", linesNs: [20, 40, 40] });
  });

  it("do not count before they end", () => {
    expect(linesOf(undefined, "ready\nrest").result(0)?.linesNs).toEqual([10]);
  });

  it("of a guest are those between the marks of its init, however they arrive", () => {
    const chunks = ["@isot", "ax init 0.51\n", "ready\n", "read 5\n\n@isotax ", "exit 0\n"];
    expect(linesOf(GUEST, ...chunks).result(0)).toEqual({
      stdout: "ready\nread 5\n",
      linesNs: [30, 40],
    });
  });

  it("of a guest that ended otherwise are no result", () => {
    expect(linesOf(GUEST, "@isotax init 0.5\nready\n\n@isotax exit 1\n").result(0)).toBeUndefined();
    expect(linesOf(GUEST, "@isotax init 0.5\nready\n").result(0)).toBeUndefined();
    expect(linesOf(undefined, "ready\n").result(1)).toBeUndefined();
  });

  it("keep characters that arrive in pieces", () => {
    const [one, two] = [Buffer.from("é\n").subarray(0, 1), Buffer.from("é\n").subarray(1)];
    const lines = new TimedOutput(undefined);
    lines.arrived(one, 1);
    lines.arrived(two, 2);
    expect(lines.result(0)).toEqual({ stdout: "é\n", linesNs: [2] });
  });
});

describe("what the kernel tells of written bytes", () => {
  it("is one of its lines", () => {
    expect(written("rchar: 5\nwrite_bytes: 4096\ncancelled_write_bytes: 7\n")).toBe(4096);
  });

  it("is refused without that line", () => {
    expect(() => written("rchar: 5\ncancelled_write_bytes: 7\n")).toThrow(ParseError);
  });
});
