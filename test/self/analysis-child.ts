/** Writes a run with so many samples, then, in a process of its own, summarises it and prints what that took. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { experiment as start } from "../../bench/experiments/start.exec.ts";
import { makeTemporaryFolder, replaceFile } from "../../bench/files.ts";
import { seeded } from "../../bench/random.ts";
import { type Run, type RunRecord, SCHEMA_VERSION } from "../../bench/schema.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { readRun } from "../../bench/store.ts";
import { run } from "../../runners/host/process.ts";
import { enter } from "../../scripts/enter.ts";
import { print, printJson } from "../../scripts/terminal.ts";

const [what = "", argument = ""] = process.argv.slice(2);

const TARGETS = ["native", "overlay", "crun", "docker", "qemu-microvm"];
const ROUNDS = 20;

await enter(async () => {
  if (what === "summarise") {
    const from = performance.now();
    const { run: stored, records } = readRun(argument);
    const { rows } = analyze(stored, records);
    const seconds = (performance.now() - from) / 1000;
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    await printJson({ seconds, peakBytes, rows: rows.length });
  } else {
    const folder = makeTemporaryFolder("isotax-analysis-");
    try {
      write(folder, Number(argument));
      const self = fileURLToPath(import.meta.url);
      const argv = [process.execPath, self, "summarise", folder];
      await print((await run(argv)).stdout);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return 0;
});

/** Start latencies with all their digits, in equal parts for every target and round. */
function write(folder: string, samples: number): void {
  const random = seeded(samples);
  const each = samples / (TARGETS.length * ROUNDS);
  const at = new Date(0).toISOString();
  replaceFile(join(folder, "run.json"), JSON.stringify(runOf(at)));
  const lines = Array.from({ length: ROUNDS * TARGETS.length }, (_, position) => {
    const values = Array.from({ length: each }, () => 1e6 + random.below(1e9) / 1e3);
    const target = TARGETS[position % TARGETS.length] as string;
    const record: RunRecord = {
      ...{ subject: target, target, workload: start.id, position },
      ...{ round: 1 + Math.floor(position / TARGETS.length), startedAt: at, wallNs: 1, timedNs: 1 },
      ...{ lifecycle: [], channelNs: [], warnings: [] },
      outcome: { status: "ok", measurements: [{ metric: "ready", clock: "host", values }] },
    };
    return `${JSON.stringify(record)}\n`;
  });
  replaceFile(join(folder, "records.ndjson"), lines.join(""));
}

function runOf(createdAt: string): Run {
  const { id, version, title, family, params } = start;
  const metrics = [...start.metrics(params.quick, { cpus: 1, memoryMiB: 512 })];
  const state = { adds: "", ok: true, facts: {}, toolHashes: {}, kind: "runtime" as const };
  return {
    ...{
      schema: SCHEMA_VERSION,
      isotax: "0.0.0",
      runId: "analysis",
      status: "complete",
      createdAt,
    },
    ...{ profile: "quick", seed: 1, rounds: ROUNDS, cpus: [0], harnessCpus: [0], memoryMiB: 512 },
    targets: TARGETS.map((target, rung) => ({ ...state, id: target, title: target, rung })),
    workloads: [{ id, version, title, family, params: {}, metrics }],
    ...{ host: {}, bootId: "", image: { digest: "", tools: [] }, calibration: {}, warnings: [] },
    harness: { setupMs: 0, estimates: [] },
  };
}
