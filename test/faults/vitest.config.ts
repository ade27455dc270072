import { defineConfig } from "vitest/config";

/** `npm run test:faults`. Takes up to 15 minutes, so it is no part of `npm test`. */
export default defineConfig({
  test: {
    globalSetup: "test/build.ts",
    include: ["test/faults/faults.test.ts"],
    testTimeout: 300_000,
    reporters: ["verbose", "./test/reporter.ts"],
  },
});
