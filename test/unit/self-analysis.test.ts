/** The run of a million samples that the project's own benchmark makes is one that isotax reads. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../support.ts";

it("is written, read and summarised, here with ten thousand samples", () => {
  const child = ["test/self/analysis-child", "write", "10000"];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "bin/from-checkout.js"), ...child],
    { encoding: "utf8" },
  );
  expect(status, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ rows: 5, seconds: expect.any(Number) });
});
