/**
 * Our own container, made by the kernel's calls, against a runtime, a bare unshare(1), and a C program
 * of the same calls; and what two of its rungs add. Single starts that take turns.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { SETTLE_MS } from "../../../runners/instance/start.ts";
import { Launcher } from "../../../runners/launch/launcher.ts";
import { CONTAINER_UNSHARE } from "../../../runners/targets/unshare.ts";
import { bareProgram, bareStartNs } from "../bare.ts";
import type { Measure } from "../figure.ts";
import { type Bench, withBench } from "../peer.ts";
import { added, collect, ratio } from "../starts.ts";

const ROUNDS = 40;

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    say("our own container against crun, a bare unshare, and a C program of the same calls");
    const bare = await bareProgram(bench);
    const starts = await collect(
      bench,
      ["helper", "chroot", "overlay", "seccomp", "crun"],
      ROUNDS,
      new Map([
        ["unshare", () => bareUnshareNs(bench)],
        ["C", () => bareStartNs(bench, bare)],
      ]),
    );
    return [
      ratio("own-container-vs-crun", starts, "seccomp", "crun", 0.15),
      ratio("own-container-vs-c", starts, "seccomp", "C", 1.25),
      ratio("own-container-vs-unshare", starts, "overlay", "unshare", 1),
      added("seccomp-adds", starts, "seccomp", "overlay", 0.15e6),
      added("chroot-adds", starts, "chroot", "helper", 0.1e6),
    ];
  });

/** unshare(1) with the namespaces of our own container, as a single start, and nothing more. */
async function bareUnshareNs({ context, spec, image }: Bench): Promise<number> {
  const launcher = await Launcher.start({ cpus: spec.cpus, context });
  try {
    const busybox = image.tools.find(({ name }) => name === "busybox")?.hostPath ?? "busybox";
    await sleep(SETTLE_MS);
    const launch = await launcher.launch({
      argv: ["unshare", ...CONTAINER_UNSHARE, busybox, "echo", "ready"],
    });
    await launch.exited;
    if (launch.firstByteNs === undefined) throw new Error(`unshare: ${launcher.stderrTail()}`);
    return Number(launch.firstByteNs - launch.spawnNs);
  } finally {
    await launcher.close();
  }
}
