/**
 * Prints which slice was done, why tests were skipped, and, as the very last line, what was counted: `N passed, N failed,
 * N skipped`. Where not one ran there is no success: a name that nothing matches, a target that is not
 * ready.
 */
import type { Reporter, SerializedError, TestModule, Vitest } from "vitest/node";
import { describeSlice, readSlice, SLICE_VARIABLE } from "./slice.ts";

export default class CountReporter implements Reporter {
  #slice = "";

  onInit({ config }: Vitest): void {
    this.#slice = describeSlice(readSlice(config.env?.[SLICE_VARIABLE], () => undefined));
    process.stdout.write(`${this.#slice}\n`);
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const reasons = new Set<string>();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        const { state } = result;
        if (result.state === "skipped" && result.note !== undefined) reasons.add(result.note);
        // A test that never ran although the run has ended is no success.
        counts[state === "pending" ? "failed" : state]++;
      }
      // A file that cannot be loaded, or a hook that fails, has no test to its name.
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    }
    counts.failed += errors.length;
    const ran = counts.passed + counts.failed > 0;
    if (!ran) process.exitCode = 1;
    const lines = [...reasons].map((reason) => `skipped: ${reason}`);
    lines.push(this.#slice);
    if (!ran) lines.push("no test ran");
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    process.once("exit", () => process.stdout.write(`${[...lines, line].join("\n")}\n`));
  }
}
