/** The gate tries itself on a real target. For many minutes: `npm run test:all` alone does it. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { cli, temporaryFolder } from "../support.ts";

// Five gates, each of which may take its whole budget on a slow machine.
it("proves itself: it sees known slowdowns of a real target, and none where there is none", {
  timeout: 1_200_000,
}, () => {
  const out = join(temporaryFolder(), "self-test");
  // A spin of 20% that must be seen with a margin below it, on a machine that may be busy.
  const asked = ["--self-test", "overlay", "--margin", "15%", "--budget", "3m", "--out", out];
  const result = cli(["gate", ...asked], { timeoutMs: 1_150_000 });
  expect(result.code, `${result.stdout}\n${result.stderr}`).toBe(0);
  expect(result.stdout).toContain("The gate can be trusted here");
  expect(result.stdout.match(/as it has to be/g)).toHaveLength(5);
});
