/**
 * Tests in three groups, one after the other. The first needs nothing but the sources. What the
 * second does waits much, and takes no lock: two files at a time. The third runs isotax itself,
 * which locks the machine, or measures: one file at a time.
 */
import { configDefaults, defineConfig } from "vitest/config";
import { casesOf, checkedOut, readSlice, SLICE_VARIABLE } from "./test/slice.ts";

const slice = readSlice(process.env[SLICE_VARIABLE], () => checkedOut(import.meta.dirname));

const SOURCES_ALONE = ["test/unit/**/*.test.{ts,tsx}", "test/golden/**/*.test.{ts,tsx}"];
const CONTRACT = ["test/contract/targets.test.ts"];
const WORKLOADS = ["test/contract/workloads.test.ts"];
const BESIDE_OTHERS = [
  "test/browser/report.test.ts",
  "test/e2e/gate.test.ts",
  "test/e2e/scripts.test.ts",
  "test/e2e/unprivileged.test.ts",
  "test/integration/fake-monitors.test.ts",
  "test/integration/other-runtime.test.ts",
  "test/integration/redis-rights.test.ts",
  "test/integration/serial-guest.test.ts",
];
/** Simulations of many gates: each is CPU time for many tests. A slice has one of them. */
const SIMULATIONS = ["test/unit/gate-between-runs.test.ts", "test/unit/gate-simulation.test.ts"];
/** For many minutes: what `npm run test:all` alone does. */
const WHOLE_ALONE = ["test/e2e/gate-self-test.test.ts"];
const chosen = casesOf(slice, SIMULATIONS);
const notInSlice = SIMULATIONS.filter((file) => !chosen.includes(file));
if (slice !== "all") notInSlice.push(...WHOLE_ALONE);

/** For many minutes: npm run test:nested boots a host of its own, npm run test:faults ends runs. */
const BY_THEMSELVES = ["test/nested/**", "test/faults/**"];

/** As many as the smallest machine has CPUs. */
const AT_ONCE = 2;

declare module "vitest" {
  interface ProvidedContext {
    /** Of which targets the contract is tried; all of them where it is not said. */
    contractOf?: "containers" | "VMs";
  }
}

export default defineConfig({
  test: {
    // The command line and the report's script are used as they are built.
    globalSetup: "test/build.ts",
    // The programs that tests start do the same slice.
    env: { [SLICE_VARIABLE]: String(slice) },
    maxConcurrency: AT_ONCE,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    reporters: ["default", "./test/reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "sources",
          include: SOURCES_ALONE,
          exclude: [...configDefaults.exclude, ...notInSlice],
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 1 },
        },
      },
      // The longest first: vitest begins with the first of their names.
      {
        extends: true,
        test: {
          name: "beside-1-containers",
          include: CONTRACT,
          provide: { contractOf: "containers" },
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "beside-2-vms",
          include: CONTRACT,
          provide: { contractOf: "VMs" },
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "beside-3-workloads",
          include: WORKLOADS,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "beside-4-others",
          include: BESIDE_OTHERS,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "alone",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [
            ...configDefaults.exclude,
            ...SOURCES_ALONE,
            ...CONTRACT,
            ...WORKLOADS,
            ...BESIDE_OTHERS,
            ...BY_THEMSELVES,
            ...notInSlice,
          ],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
