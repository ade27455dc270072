/**
 * Starts of our own container one after the other, without a pause, on one CPU: each is made, runs,
 * and is gone before the next begins. Their plans, folders and names are prepared beforehand.
 */
import { join } from "node:path";
import { makeFolder, replaceFile } from "../../../bench/files.ts";
import { sh } from "../../../runners/host/shell.ts";
import { removeCgroup } from "../../../runners/kernel/cgroups.ts";
import { Launcher } from "../../../runners/launch/launcher.ts";
import { mountsFor } from "../../../runners/primitives/mounts.ts";
import { planOf } from "../../../runners/primitives/plan.ts";
import { enterProgram } from "../../../runners/primitives/programs.ts";
import { containerSteps } from "../../../runners/primitives/steps.ts";
import { OVERLAY } from "../../../runners/targets/overlay.ts";
import { figure, type Measure } from "../figure.ts";
import { type Bench, withBench } from "../peer.ts";
import { ms } from "../starts.ts";

const STARTS = 1000;
const LEAST_PER_SECOND = 250;

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    say(`${STARTS} starts of our own container in a row`);
    const seconds = await rowSeconds(bench);
    return [
      figure({
        ...{ id: "row-of-starts", unit: "starts/s", better: "higher", n: STARTS },
        bound: LEAST_PER_SECOND,
        value: STARTS / seconds,
        about: `overlay, one after the other on one CPU, with its removal by the kernel: ${ms((seconds / STARTS) * 1e9)} each`,
      }),
    ];
  });

async function rowSeconds(bench: Bench): Promise<number> {
  const { context, spec, image } = bench;
  const folder = context.instanceFolder(context.instanceName("row"));
  const cgroups = Array.from({ length: STARTS }, () =>
    context.cgroupName(context.instanceName("row")),
  );
  const plans = cgroups.map((cgroup, index) => {
    const own = join(folder.path, String(index));
    makeFolder(own);
    const made = mountsFor(context, own, spec, {
      ...{ layers: "overlay", ownPids: true, ownCgroups: true },
    });
    const steps = containerSteps(OVERLAY, context, spec, { ...made, hasPort: false, cgroup });
    const plan = join(own, "plan");
    replaceFile(plan, planOf(steps));
    return plan;
  });
  const busybox = image.tools.find(({ name }) => name === "busybox")?.imagePath ?? "/bin/busybox";
  const list = join(folder.path, "plans");
  replaceFile(list, plans.map((plan) => `${plan}\n`).join(""));
  const enter = await enterProgram(context);
  const launcher = await Launcher.start({ cpus: spec.cpus, context });
  try {
    const loop = sh`while read -r plan; do ${enter} "$plan" ${busybox} echo ready || exit; done < ${list}`;
    const launch = await launcher.launch({ script: loop });
    const { exitCode, atNs } = await launch.exited;
    const ready = launch.output().match(/^ready$/gm)?.length ?? 0;
    if (exitCode !== 0 || ready !== STARTS) {
      throw new Error(`${ready} of ${STARTS} starts: ${launcher.stderrTail()}`);
    }
    return Number(atNs - launch.spawnNs) / 1e9;
  } finally {
    await launcher.close();
    for (const cgroup of cgroups) await removeCgroup(cgroup);
    await folder.remove();
  }
}
