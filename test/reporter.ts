/** Prints, as the very last line, what was counted: `N passed, N failed, N skipped`. */
import type { Reporter, SerializedError, TestModule } from "vitest/node";

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that never ran although the run has ended is no success.
        counts[state === "pending" ? "failed" : state]++;
      }
      // A file that cannot be loaded, or a hook that fails, has no test to its name.
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    }
    counts.failed += errors.length;
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    process.once("exit", () => process.stdout.write(`${line}\n`));
  }
}
