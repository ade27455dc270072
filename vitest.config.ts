/**
 * Tests in three groups, one after the other. The first needs nothing but the sources. What the
 * second does waits much, and takes no lock: two files at a time. The third runs isotax itself,
 * which locks the machine, or measures: one file at a time.
 */
import { configDefaults, defineConfig, type UserWorkspaceConfig } from "vitest/config";
import { casesOf, checkedOut, readSlice, SLICE_VARIABLE } from "./test/slice.ts";

const slice = readSlice(process.env[SLICE_VARIABLE], () => checkedOut(import.meta.dirname));

const SOURCES_ALONE = ["test/unit/**/*.test.{ts,tsx}", "test/golden/**/*.test.{ts,tsx}"];
/** These replace modules: each needs modules of its own. */
const REPLACE_MODULES = ["test/unit/listed-runs.test.ts", "test/unit/packing.test.ts"];
const CONTRACT = ["test/contract/targets.test.ts"];
const WORKLOADS = ["test/contract/workloads.test.ts"];
const BESIDE_OTHERS = [
  "test/browser/*.test.ts",
  "test/e2e/command-*.test.ts",
  "test/e2e/gate.test.ts",
  "test/e2e/package.test.ts",
  "test/e2e/scripts.test.ts",
  "test/e2e/unprivileged.test.ts",
  "test/integration/fake-monitors.test.ts",
  "test/integration/other-runtime.test.ts",
  "test/integration/redis-rights.test.ts",
  "test/integration/same-isolation.test.ts",
  "test/integration/serial-guest.test.ts",
  "test/integration/single-namespaces.test.ts",
];
/** Simulations of many gates: each is CPU time for many tests. A slice has one of them. */
const SIMULATIONS = ["test/unit/gate-between-runs.test.ts", "test/unit/gate-simulation.test.ts"];
/** Half a minute and more, of one capability each. A slice has one of these groups. */
const LONG = [
  [
    "test/integration/builders.test.ts",
    "test/integration/delivery-containers.test.ts",
    "test/integration/scale-out.test.ts",
  ],
  [
    "test/integration/delivery-vm.test.ts",
    "test/integration/own-image.test.ts",
    "test/integration/paths.test.ts",
  ],
  [
    "test/integration/audit.test.ts",
    "test/integration/delivery.test.ts",
    "test/integration/replace.test.ts",
    "test/integration/share.test.ts",
  ],
];
/** For many minutes: what `npm run test:all` alone does. */
const WHOLE_ALONE = ["test/e2e/gate-self-test.test.ts"];
const chosen = [...casesOf(slice, SIMULATIONS), ...casesOf(slice, LONG).flat()];
const notInSlice = [...SIMULATIONS, ...LONG.flat()].filter((file) => !chosen.includes(file));
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

/** Files of one group run two at a time; `alone`, one. */
function project(name: string, groupOrder: number, test: UserWorkspaceConfig["test"]) {
  const common = { name, maxWorkers: AT_ONCE, sequence: { groupOrder } };
  return { extends: true as const, test: { ...common, ...test } };
}

export default defineConfig({
  test: {
    // The command line and the report's script are used as they are built.
    globalSetup: "test/build.ts",
    setupFiles: ["test/speak.ts"],
    // The programs that tests start do the same slice.
    // They speak English, wherever the tests run.
    env: { [SLICE_VARIABLE]: String(slice), ISOTAX_LANG: "en" },
    maxConcurrency: AT_ONCE,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    reporters: ["default", "./test/reporter.ts"],
    projects: [
      // Modules are loaded once for many files, not once for each: a third of the CPU time.
      project("sources", 1, {
        include: SOURCES_ALONE,
        exclude: [...configDefaults.exclude, ...REPLACE_MODULES, ...notInSlice],
        isolate: false,
      }),
      project("sources-replaced", 1, { include: REPLACE_MODULES }),
      // Vitest takes them by their names: the longest are begun first.
      project("beside-1-containers", 2, {
        include: CONTRACT,
        provide: { contractOf: "containers" },
      }),
      project("beside-2-vms", 2, { include: CONTRACT, provide: { contractOf: "VMs" } }),
      project("beside-3-workloads", 2, { include: WORKLOADS }),
      project("beside-4-others", 2, { include: BESIDE_OTHERS }),
      project("alone", 3, {
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
        maxWorkers: 1,
      }),
    ],
  },
});
