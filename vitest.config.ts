import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The command line and the report's script are used as they are built.
    globalSetup: "test/build.ts",
    include: ["test/**/*.test.{ts,tsx}"],
    // For many minutes: npm run test:nested boots a host of its own, npm run test:faults ends runs.
    exclude: [...configDefaults.exclude, "test/nested/**", "test/faults/**"],
    // Real containers and VMs on a machine-wide lock: one file after the other.
    fileParallelism: false,
    // Of the few tests that run side by side: no more than the smallest machine has CPUs.
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    reporters: ["default", "./test/reporter.ts"],
  },
});
