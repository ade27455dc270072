/**
 * Our stop-watch against hyperfine's: the same command lines, in the same
 * surroundings, in blocks that take turns. Back to back, which judges the
 * stop-watch; and for crun as runs measure a start, a fresh instance after a
 * pause, which judges what the reports say.
 */
import { medianOf } from "../../../bench/stats/summary.ts";
import { textOf } from "../../../reports/text/message.ts";
import type { Prepared, Recipe } from "../../../runners/instance/recipe.ts";
import { SETTLE_MS } from "../../../runners/instance/start.ts";
import { targetOf } from "../../../runners/instance/target.ts";
import { findRecipe } from "../../../runners/registry.ts";
import { type Figure, figure, type Measure } from "../figure.ts";
import { type Bench, hyperfine, withBench } from "../peer.ts";

const BLOCKS = 10;

/** Runtimes and engines whose start is compared: how many runs a block has. */
const TOOLS: Readonly<Record<string, Block>> = {
  crun: { runs: 12, warmup: 2 },
  runc: { runs: 10, warmup: 2 },
  podman: { runs: 4, warmup: 1 },
  docker: { runs: 4, warmup: 1 },
};

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    say("harness floor against hyperfine");
    const floor = await compare(bench, await recipeOf("native"), { runs: 100, warmup: 10 });
    const figures: Figure[] = [
      figure({
        ...{ id: "harness-floor", unit: "x hyperfine", better: "lower", bound: 0.85 },
        value: floor.firstByteNs / floor.theirsNs,
        n: floor.n,
        about: `native, spawn to first byte ${us(floor.firstByteNs)}; hyperfine -N ${us(floor.theirsNs)}`,
      }),
    ];
    for (const [id, block] of Object.entries(TOOLS)) {
      const recipe = await recipeOf(id);
      const probe = await recipe.probe(bench.context, signal);
      if (!probe.ok) {
        say(`${id} cannot be compared: ${textOf(probe.reason)}`);
        continue;
      }
      say(`${id} against hyperfine`);
      const { exitNs, theirsNs, n } = await compare(bench, recipe, block);
      figures.push(
        figure({
          ...{ id: `${id}-start`, unit: "off hyperfine's figure", better: "lower", bound: 0.1, n },
          value: Math.abs(exitNs / theirsNs - 1),
          about: `${id}, spawn to exit ${us(exitNs)}; hyperfine -N ${us(theirsNs)}`,
        }),
      );
    }
    say("crun as runs measure it, against hyperfine with a pause");
    const single = await compareSingleStarts(bench);
    figures.push(
      figure({
        ...{ id: "crun-single-start", unit: "off hyperfine's figure", better: "lower", bound: 0.1 },
        value: Math.abs(single.oursNs / single.theirsNs - 1),
        n: single.n,
        about: `crun run, spawn to exit, as in a run ${us(single.oursNs)}; hyperfine -N with a pause ${us(single.theirsNs)}`,
      }),
    );
    return figures;
  });

interface Block {
  readonly runs: number;
  readonly warmup: number;
}

/** An instance that is ready to be started again and again, by us or by hyperfine. */
async function withPrepared<T>(
  bench: Bench,
  recipe: Recipe,
  work: (prepared: Prepared, command: { readonly argv: readonly string[] }) => Promise<T>,
): Promise<T> {
  const prepared = await recipe.prepare(bench.context, bench.spec, bench.signal);
  try {
    const command = prepared.launch([prepared.paths.tool("busybox"), "echo", "ready"], false);
    if (!("argv" in command)) throw new Error(`${recipe.id} is not started by a plain command`);
    return await work(prepared, command);
  } finally {
    await prepared.launcher.close();
    await prepared.remove(false);
  }
}

async function compare(bench: Bench, recipe: Recipe, block: Block) {
  const firstBytes: number[] = [];
  const exits: number[] = [];
  const theirs: number[] = [];
  await withPrepared(bench, recipe, async (prepared, command) => {
    for (let i = 0; i < BLOCKS; i++) {
      bench.signal.throwIfAborted();
      const ours = await launches(prepared, command, block);
      firstBytes.push(...ours.map(({ firstByteNs }) => firstByteNs));
      exits.push(...ours.map(({ exitNs }) => exitNs));
      theirs.push(...(await hyperfine(bench, prepared.launcher, command.argv, block)));
    }
  });
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
  const block = { runs: 12, warmup: 1, pauseMs: SETTLE_MS };
  const ours: number[] = [];
  const theirs: number[] = [];
  await withPrepared(bench, recipe, async ({ launcher }, command) => {
    const echo = { argv: [{ tool: "busybox" }, "echo", "ready"] };
    for (let i = 0; i < BLOCKS; i++) {
      for (let run = 0; run < block.runs; run++) {
        const { lifecycle } = await target.start(bench.spec, echo, bench.signal);
        ours.push(lifecycle.find(({ phase }) => phase === "exited")?.atNs ?? Number.NaN);
      }
      theirs.push(...(await hyperfine(bench, launcher, command.argv, block)));
    }
  });
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
