import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseWrk } from "../../bench/tools/wrk.ts";
import { ROOT } from "../support.ts";

const stdout = readFileSync(join(ROOT, "test/fixtures/tools/debian-12/app.node.txt"), "utf8");

it("reads latencies of seconds, behind which wrk leaves room for a second letter", () => {
  const slow = stdout.replace(/99% +3\.07ms\n/, "99%    1.02s \n");
  expect(slow).not.toBe(stdout);
  const { latencies } = parseWrk("app.node", slow);
  expect(latencies.map(({ metric, values }) => [metric, values])).toEqual([
    ["app.node.p50", [369_000]],
    ["app.node.p99", [1_020_000_000]],
  ]);
});
