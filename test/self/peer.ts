/** hyperfine, the yardstick for start latencies, and the machine to run both on. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import type { Image, OpenSpec } from "../../bench/types.ts";
import { RunContext } from "../../runners/context.ts";
import { allowedCpus, pinSelf } from "../../runners/host/cpus.ts";
import { which } from "../../runners/host/process.ts";
import { sh, shellQuote } from "../../runners/host/shell.ts";
import { splitCpus } from "../../runners/host/split-cpus.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { Launcher, type Starter } from "../../runners/launch/launcher.ts";
import { installCommand } from "../../runners/tools/requirements.ts";

export interface Bench {
  readonly signal: AbortSignal;
  readonly context: RunContext;
  readonly image: Image;
  readonly spec: OpenSpec;
}

/** A context and a spec like a run's; everything is gone when `work` ends. */
export async function withBench<T>(
  signal: AbortSignal,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  await using context = new RunContext({ runId: `self-${process.pid}`, mayFetch: false });
  const { image } = await rootfsImage(context);
  // Split before we move: afterwards the harness's own CPUs are all that is left.
  const all = allowedCpus();
  const { target, harness } = splitCpus(1);
  await pinSelf(harness);
  const spec = { cpus: target, memoryMiB: 512, image, scratchMiB: 0 };
  try {
    // Awaited here: the context closes when this function ends.
    return await work({ signal, context, image, spec });
  } finally {
    // Whole runs, measured by the same process, choose from what their parent may use.
    await pinSelf(all);
  }
}

export interface HyperfineOptions {
  readonly runs: number;
  readonly warmup: number;
  /** Milliseconds of sleep(1) before each run; none by default. */
  readonly pauseMs?: number;
}

/**
 * Wall times of a command by `hyperfine -N`, in ns, in order. The launcher runs it: it has the
 * CPUs, mounts, groups and environment that the target's own starts have.
 */
export async function hyperfine(
  { context, signal }: Bench,
  launcher: Starter,
  argv: readonly string[],
  options: HyperfineOptions,
): Promise<readonly number[]> {
  if (!(launcher instanceof Launcher)) throw new TypeError("no launcher to run hyperfine in");
  if (which("hyperfine") === undefined) {
    throw new IsotaxError(
      "NO_HYPERFINE",
      verbatim("hyperfine not found"),
      installCommand(["hyperfine"]),
    );
  }
  const json = join(context.workFolder, "hyperfine.json");
  const command = [
    ...["hyperfine", "-N", "--style=none", `--runs=${options.runs}`, `--warmup=${options.warmup}`],
    ...(options.pauseMs === undefined ? [] : ["--prepare", `sleep ${options.pauseMs / 1000}`]),
    ...["--export-json", json, shellQuote(argv)],
  ];
  const stop = () => launcher.kill();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const code = await launcher.run(sh`${command} </dev/null >/dev/null`);
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`${command.join(" ")}: ${launcher.stderrTail()}`);
  } finally {
    signal.removeEventListener("abort", stop);
  }
  const document = JSON.parse(readFileSync(json, "utf8")) as { results: { times: number[] }[] };
  return document.results[0]?.times.map((seconds) => seconds * 1e9) ?? [];
}
