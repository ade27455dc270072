/**
 * `npm run test:faults`. Takes up to 15 minutes, so it is no part of `npm test`.
 *
 * Trials are shared out to lanes, which run side by side: a trial keeps one CPU busy, not two.
 */
import { defineConfig } from "vitest/config";
import { chooseLanes } from "./lanes.ts";

const lanes = chooseLanes();
process.env["FAULTS_SEED"] ??= String(Date.now() % 2 ** 31);

export default defineConfig({
  test: {
    globalSetup: ["test/build.ts", "test/faults/caches.ts"],
    maxWorkers: lanes.length,
    reporters: ["verbose", "./test/reporter.ts"],
    // They do not extend what is above: what is set up is set up once for all.
    projects: lanes.map((lane) => ({
      test: {
        name: `lane ${lane.index + 1} of ${lane.of}`,
        include: ["test/faults/faults.test.ts"],
        testTimeout: 300_000,
        provide: { lane },
      },
    })),
  },
});
