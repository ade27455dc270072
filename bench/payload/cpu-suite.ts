/** What JavaScript programs spend their CPU on, as tinybench tasks. */
import { createHash } from "node:crypto";
import { deflateSync, inflateSync } from "node:zlib";
import { Bench } from "tinybench";
import type { TaskResult } from "./task.ts";

/**
 * Deterministic, so that every target does the same work. It is a linear congruential generator.
 */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

function take(count: number, seed: number): number[] {
  const source = numbers(seed);
  return Array.from({ length: count }, () => source.next().value);
}

const records = take(200, 1).map((n, index) => ({
  id: index,
  name: `record-${n.toString(36)}`,
  tags: [n % 7, n % 11, n % 13].map((tag) => `tag${tag}`),
  score: n / 2 ** 32,
}));
const json = JSON.stringify(records);
// Large enough that the work outweighs the allocation of zlib's own windows, which varies a lot.
const bytes = Buffer.from(take(64 * 1024, 2).map((n) => n % 23));
// Objects are sorted by a key, as programs do. The sort of a bare typed array varies by a tenth
// from one process to the next, depending on where its memory lies.
const unsorted = take(2000, 3).map((key, index) => ({ key, index }));
const text = take(400, 4)
  .map((n) => (n % 3 === 0 ? `user${n % 997}@example${n % 13}.org` : `word${n % 89} `))
  .join(" ");

/** Keeps results alive, so that the optimiser cannot drop the work. */
let sink = 0;

const OPERATIONS: Readonly<Record<string, () => void>> = {
  json: () => {
    sink += JSON.stringify(JSON.parse(json)).length;
  },
  sha256: () => {
    sink += createHash("sha256").update(bytes).digest()[0] ?? 0;
  },
  sort: () => {
    sink += unsorted.slice().sort((a, b) => a.key - b.key)[0]?.index ?? 0;
  },
  regexp: () => {
    sink += text.match(/\b[\w.]+@[\w.]+\.org\b/g)?.length ?? 0;
  },
  zlib: () => {
    sink += inflateSync(deflateSync(bytes)).length;
  },
};

/** How long a batch takes: long enough that the timer's cost and resolution do not matter. */
const BATCH_MS = 2;

/**
 * Runs every task for about `milliseconds`, a quarter of it as warm-up. A batch is one sample.
 * tinybench sorts the samples that it keeps, so we keep our own, in order.
 */
export async function cpuSuite(milliseconds: number): Promise<readonly TaskResult[]> {
  const results: TaskResult[] = [];
  for (const [task, operation] of Object.entries(OPERATIONS)) {
    let operations = 0;
    const counted = () => {
      operations++;
      operation();
    };
    const size = batchSize(counted, milliseconds / 4);
    const values: number[] = [];
    const bench = new Bench({
      time: milliseconds * 0.75,
      iterations: 5,
      warmup: false,
      throws: true,
      timestampProvider: "hrtimeNow",
    });
    bench.add(task, () => {
      const from = process.hrtime.bigint();
      for (let i = 0; i < size; i++) operation();
      const ns = Number(process.hrtime.bigint() - from);
      operations += size;
      values.push((size * 1e9) / ns);
      return { overriddenDuration: ns / 1e6 };
    });
    await bench.run();
    results.push({ task, unit: "ops/s", values, operations });
  }
  if (!Number.isFinite(sink)) throw new Error("the work was not done");
  return results;
}

/** How many of the last warm-up operations count. Their median says how long one takes. */
const TYPICAL_OF = 9;

/** Warms the operation up, and finds how many of them fill a batch. */
function batchSize(operation: () => void, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  const durations: number[] = [];
  while (performance.now() < end || durations.length < 3) {
    const from = performance.now();
    operation();
    durations.push(performance.now() - from);
    if (durations.length > TYPICAL_OF) durations.shift();
  }
  const typical = durations.sort((a, b) => a - b)[durations.length >> 1] as number;
  return Math.max(1, Math.round(BATCH_MS / Math.max(typical, 1e-4)));
}
