/** Traces of errors name lines of the sources, also of what is built. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../bench/built.ts";
import { traceOf } from "../../scripts/trace.ts";

/** Where a source has this text, as a trace says it. */
function placeOf(source: string, text: string): string {
  const lines = readFileSync(join(ROOT, source), "utf8").split("\n");
  const { href } = pathToFileURL(join(ROOT, source));
  return `${href}:${lines.findIndex((line) => line.includes(text)) + 1}:`;
}

describe("the trace of an error", () => {
  it("has the lines of the sources, of errors from the build and of their causes", () => {
    const program = `
      import { hashFile } from ${JSON.stringify(join(ROOT, "dist/bench/hash.js"))};
      import { traceOf } from ${JSON.stringify(join(ROOT, "dist/scripts/trace.js"))};
      try { hashFile("/is/not/there"); } catch (cause) {
        process.stdout.write(traceOf(new Error("it broke", { cause })));
      }`;
    const argv = ["--input-type=module", "--eval", program];
    const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^Error: it broke\n/);
    expect(stdout).toContain(placeOf("bench/hash.ts", "openSync(path"));
    expect(stdout).not.toContain("dist/bench/hash.js");
  });

  it("leaves places alone that no map knows", () => {
    const error = new Error("it broke");
    const place = `${pathToFileURL(join(ROOT, "dist/bench/is-not-there.js")).href}:1:2`;
    error.stack = `Error: it broke\n    at work (${place})\n    at ${place}`;
    expect(traceOf(error)).toContain(`at work (${place})\n    at ${place}`);
  });

  it("is the text of what is no error", () => {
    expect(traceOf("it broke")).toBe("it broke");
  });
});
