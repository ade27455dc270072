/** Walks many rounds on a target that does nothing, and prints what is left on the heap. */
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../../bench/campaign/execute.ts";
import { makeTemporaryFolder } from "../../bench/files.ts";
import { rate } from "../../bench/measurement.ts";
import { execExperiment } from "../../bench/methods/exec.ts";
import { CPU } from "../../bench/methods/families.ts";
import { rateMetric } from "../../bench/metrics.ts";
import { makePlan, planWorkload } from "../../bench/plan.ts";
import { SCHEMA_VERSION } from "../../bench/schema.ts";
import { RunWriter } from "../../bench/store.ts";
import { subjectsOf } from "../../bench/subjects.ts";
import type { Image, Session, Target } from "../../bench/types.ts";
import { enter } from "../../scripts/enter.ts";
import { printJson } from "../../scripts/terminal.ts";

const rounds = Number(process.argv[2]);

const image: Image = { digest: "", rootfs: "", files: [], tools: [], layers: [] };
const workload = execExperiment({
  id: "nothing",
  version: 1,
  title: "nothing",
  family: CPU,
  tools: [],
  params: { smoke: {}, quick: {}, standard: {}, thorough: {} },
  scratchMiB: 0,
  seconds: () => 1,
  notes: { shows: "", hides: "", published: "" },
  steps: () => [
    {
      name: "",
      metrics: [rateMetric("m")],
      command: { argv: [] },
      parse: () => {
        const values = Array.from({ length: 20 }, Math.random);
        return { measurements: [rate("m", ...values)], work: 1 };
      },
    },
  ],
});
const session: Session = {
  facts: {},
  lifecycle: [{ phase: "spawn", atNs: 0 }],
  exec: async () => ({ stdout: "", exitCode: 0, hostNs: 1 }),
  roundTripNs: async () => 1,
  clock: async () => ({ insideNs: 0, askedNs: 0, answeredNs: 0 }),
  footprint: () => undefined,
  serve: async () => {},
  stopServing: async () => {},
  load: async () => ({ stdout: "", stderr: "", exitCode: 0, hostNs: 1 }),
  hostCpu: () => undefined,
  usage: () => undefined,
  stderrTail: () => "",
  close: async () => {},
  [Symbol.asyncDispose]: async () => {},
};
const target: Target = {
  ...{ id: "native", title: "nothing", kind: "native", adds: "", rung: 0, requires: [] },
  ...{ below: [], warm: false, lacks: {} },
  probe: async () => ({ ok: true, facts: {} }),
  open: async () => session,
  start: async () => ({ lifecycle: [], stdout: "", exitCode: 0 }),
  shipped: async () => [],
};

await enter(async () => {
  const folder = makeTemporaryFolder("isotax-growth-");
  try {
    const seed = 1;
    const out = join(folder, "run");
    const writer = RunWriter.create(out, {
      ...{
        schema: SCHEMA_VERSION,
        isotax: "0.0.0",
        runId: "growth",
        status: "running",
        profile: "smoke",
        seed,
      },
      ...{ createdAt: new Date().toISOString(), rounds, cpus: [0], harnessCpus: [0], memoryMiB: 1 },
      ...{ workloads: [], targets: [], host: {}, bootId: "", image: { digest: "", tools: [] } },
      ...{ calibration: {}, warnings: [], harness: { setupMs: 0, estimates: [] } },
    });
    const plan = planWorkload(workload, {
      profile: "smoke",
      params: {},
      size: { cpus: 1, memoryMiB: 1 },
      targets: [target],
    });
    const subjects = new Map(subjectsOf(plan, [target.id]).map((one) => [one.id, one]));
    const cells = makePlan({ seed, rounds, targets: [target.id], workloads: [plan] });
    await execute({
      cells,
      done: new Set(),
      targets: new Map([[target.id, { target }]]),
      workloads: new Map([
        [workload.id, { workload, params: {}, metrics: plan.metrics, subjects }],
      ]),
      ...{ image, cpus: [0], memoryMiB: 1, signal: new AbortController().signal },
      busyLookMs: 1,
      onCell: () => {},
      onRecord: (record) => writer.append(record),
    });
    writer.close();
    globalThis.gc?.();
    await printJson({
      heapBytes: process.memoryUsage().heapUsed,
      recordBytes: statSync(join(out, "records.ndjson")).size,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
});
