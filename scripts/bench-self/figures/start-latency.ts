/**
 * Our stop-watch against hyperfine's: the same command lines, on the same CPU,
 * in blocks that take turns. Once back to back, which judges the stop-watch; and
 * once as runs measure a start, a fresh instance after a pause, which judges
 * what the reports say.
 */
import { medianOf } from "../../../bench/stats/summary.ts";
import { type Prepared, type Recipe, SETTLE_MS, targetOf } from "../../../runners/instance.ts";

import { findRecipe } from "../../../runners/registry.ts";
import { figure, type Measure } from "../figure.ts";
import { type Bench, hyperfine, withBench } from "../peer.ts";

const BLOCKS = 10;

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    say("harness floor against hyperfine");
    const floor = await compare(bench, "native", { runs: 100, warmup: 10, prefix: [] });
    say("crun against hyperfine");
    const crun = await compare(bench, "crun", { runs: 12, warmup: 2 });
    say("crun as runs measure it, against hyperfine with a pause");
    const single = await compareSingleStarts(bench);
    return [
      figure({
        ...{ id: "crun-single-start", unit: "off hyperfine's figure", better: "lower", bound: 0.1 },
        value: Math.abs(single.oursNs / single.theirsNs - 1),
        n: single.n,
        about: `crun run, spawn to exit, as in a run ${us(single.oursNs)}; hyperfine -N with a pause ${us(single.theirsNs)}`,
      }),
      figure({
        ...{ id: "harness-floor", unit: "x hyperfine", better: "lower", bound: 1.1 },
        value: floor.firstByteNs / floor.theirsNs,
        n: floor.n,
        about: `native, spawn to first byte ${us(floor.firstByteNs)}; hyperfine -N ${us(floor.theirsNs)}`,
      }),
      figure({
        ...{ id: "crun-start", unit: "off hyperfine's figure", better: "lower", bound: 0.1 },
        value: Math.abs(crun.exitNs / crun.theirsNs - 1),
        n: crun.n,
        about: `crun run, spawn to exit ${us(crun.exitNs)}; hyperfine -N ${us(crun.theirsNs)}`,
      }),
    ];
  });

interface Block {
  readonly runs: number;
  readonly warmup: number;
  /** Words before hyperfine that give it what the target's launcher has. */
  readonly prefix: readonly string[];
}

async function compare(bench: Bench, id: string, block: Block) {
  const recipe = await recipeOf(id);
  const prepared = await recipe.prepare(bench.context, bench.spec, bench.signal);
  const firstBytes: number[] = [];
  const exits: number[] = [];
  const theirs: number[] = [];
  try {
    const command = prepared.launch([prepared.paths.tool("busybox"), "echo", "ready"], false);
    if (!("argv" in command)) throw new Error(`${id} is not started by a plain command`);
    for (let i = 0; i < BLOCKS; i++) {
      bench.signal.throwIfAborted();
      const ours = await launches(prepared, command, block);
      firstBytes.push(...ours.map(({ firstByteNs }) => firstByteNs));
      exits.push(...ours.map(({ exitNs }) => exitNs));
      theirs.push(...(await hyperfine(bench, command.argv, { ...block, cpus: bench.spec.cpus })));
    }
  } finally {
    await prepared.launcher.close();
    await prepared.remove(false);
  }
  return {
    n: exits.length,
    firstByteNs: medianOf(firstBytes),
    exitNs: medianOf(exits),
    theirsNs: medianOf(theirs),
  };
}

/** The path that reports show: prepare, settle, start, remove. */
async function compareSingleStarts(bench: Bench) {
  const recipe = await recipeOf("crun");
  const target = targetOf(recipe, bench.context);
  const prepared = await recipe.prepare(bench.context, bench.spec, bench.signal);
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    const command = prepared.launch([prepared.paths.tool("busybox"), "echo", "ready"], false);
    if (!("argv" in command)) throw new Error("crun is not started by a plain command");
    const echo = { argv: [{ tool: "busybox" }, "echo", "ready"] };
    for (let block = 0; block < BLOCKS; block++) {
      for (let i = 0; i < 12; i++) {
        const { lifecycle } = await target.start(bench.spec, echo, bench.signal);
        ours.push(lifecycle.find(({ phase }) => phase === "exited")?.atNs ?? Number.NaN);
      }
      const options = { runs: 12, warmup: 1, cpus: bench.spec.cpus };
      theirs.push(...(await hyperfine(bench, command.argv, { ...options, pauseMs: SETTLE_MS })));
    }
  } finally {
    await prepared.launcher.close();
    await prepared.remove(false);
  }
  return { n: ours.length, oursNs: medianOf(ours), theirsNs: medianOf(theirs) };
}

async function recipeOf(id: string): Promise<Recipe> {
  const recipe = await findRecipe(id);
  if (recipe === undefined) throw new Error(`no target ${id}`);
  return recipe;
}

async function launches(
  { launcher }: Prepared,
  command: { readonly argv: readonly string[] },
  { runs, warmup }: Block,
): Promise<{ firstByteNs: number; exitNs: number }[]> {
  const samples: { firstByteNs: number; exitNs: number }[] = [];
  for (let i = 0; i < runs + warmup; i++) {
    const launch = await launcher.launch(command);
    await launch.until((output) => (output === "" ? undefined : { end: 0 }));
    const { atNs, exitCode } = await launch.exited;
    if (exitCode !== 0 || launch.firstByteNs === undefined) {
      throw new Error(`${command.argv.join(" ")}: ${launcher.stderrTail()}`);
    }
    samples.push({
      firstByteNs: Number(launch.firstByteNs - launch.spawnNs),
      exitNs: Number(atNs - launch.spawnNs),
    });
  }
  return samples.slice(warmup);
}

function us(ns: number): string {
  return `${(ns / 1e3).toFixed(0)} us`;
}
