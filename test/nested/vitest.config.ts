import { defineConfig } from "vitest/config";

/** The checks of a nested host's results; main.ts starts them. */
export default defineConfig({
  test: {
    include: ["test/nested/results.test.ts"],
    reporters: ["verbose", "./test/reporter.ts"],
  },
});
