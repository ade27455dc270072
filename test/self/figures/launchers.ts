/**
 * What starts the timed processes: the shell that runs use, and a program that does nothing but that,
 * as single starts that take turns. The program would have to be clearly faster to take its place.
 */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Duplex, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../../../bench/built.ts";
import { medianOf } from "../../../bench/stats/summary.ts";
import { identify, spawnGroup, which } from "../../../runners/host/process.ts";
import { SETTLE_MS } from "../../../runners/instance/start.ts";
import { INSTANCE_ENV, Launcher } from "../../../runners/launch/launcher.ts";
import { compile } from "../../../runners/primitives/programs.ts";
import { figure, type Measure } from "../figure.ts";
import { type Bench, withBench } from "../peer.ts";

const ROUNDS = 60;

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    say("the shell that starts processes against a program that does nothing else");
    const shell: number[] = [];
    const program: number[] = [];
    await using native = await NativeLauncher.start(bench);
    const launcher = await Launcher.start({ cpus: bench.spec.cpus, context: bench.context });
    const argv = [which("busybox") ?? "/bin/busybox", "echo", "ready"];
    try {
      for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
        await sleep(SETTLE_MS);
        const launch = await launcher.launch({ argv });
        await launch.exited;
        shell.push(Number((launch.firstByteNs ?? 0n) - launch.spawnNs));
        await sleep(SETTLE_MS);
        program.push(await native.firstByteNs(argv));
      }
    } finally {
      await launcher.close();
    }
    const [ours, theirs] = [medianOf(shell), medianOf(program)];
    return [
      figure({
        ...{ id: "launcher-vs-program", unit: "x the program", better: "lower", bound: 1.15 },
        n: shell.length,
        value: ours / theirs,
        about: `spawn to first byte: the shell ${us(ours)}, the program ${us(theirs)}`,
      }),
    ];
  });

/** test/self/launcher.c, which says what the requests are. */
class NativeLauncher implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  #answered: (() => void) | undefined;
  #read: (() => void) | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#channel = child.stdio[3] as unknown as Duplex;
    this.#channel.on("data", () => this.#answered?.());
    (child.stdout as Readable).on("data", () => this.#read?.());
  }

  static async start({ context, spec }: Bench): Promise<NativeLauncher> {
    const program = join(context.workFolder, "launcher");
    await compile(which("cc") ?? "cc", join(ROOT, "test/self/launcher.c"), program);
    const argv = ["taskset", "--cpu-list", spec.cpus.join(","), program];
    const child = spawnGroup(argv, ["ignore", "pipe", "ignore", "pipe"], INSTANCE_ENV, "/");
    const launcher = new NativeLauncher(child);
    const leader = child.pid === undefined ? undefined : identify(child.pid);
    if (leader !== undefined) context.enter({ kind: "process-group", leader });
    await launcher.#answer();
    return launcher;
  }

  async firstByteNs(argv: readonly string[]): Promise<number> {
    const command = argv.map((word) => `${word}\0`).join("");
    const defined = this.#answer();
    this.#channel.write(`D${Buffer.byteLength(command)}\n${command}`);
    await defined;
    const ended = this.#answer();
    const read = new Promise<bigint>((resolve) => {
      this.#read = () => resolve(process.hrtime.bigint());
    });
    const fromNs = process.hrtime.bigint();
    this.#channel.write("G");
    const firstByteNs = await read;
    await ended;
    return Number(firstByteNs - fromNs);
  }

  #answer(): Promise<void> {
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#channel.end();
    await ended;
  }
}

function us(ns: number): string {
  return `${(ns / 1000).toFixed(0)} us`;
}
