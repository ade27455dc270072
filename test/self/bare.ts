/** The C program that does what `overlay` with `seccomp` does: how it is built and started. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../../bench/built.ts";
import { makeFolder, replaceFile } from "../../bench/files.ts";
import { pidsOf } from "../../runners/context.ts";
import { run } from "../../runners/host/process.ts";
import { SETTLE_MS } from "../../runners/instance/start.ts";
import { cgroupPlan, removeCgroup } from "../../runners/kernel/cgroups.ts";
import { KEPT_CAPABILITIES, seccompFilter } from "../../runners/kernel/seccomp-profile.ts";
import { Launcher } from "../../runners/launch/launcher.ts";
import type { Bench } from "./peer.ts";

/** Compiles it with the C library, statically, as the usual compiler does. */
export async function bareProgram({ context }: Bench): Promise<string> {
  const program = join(context.workFolder, "bare");
  await run(["cc", "-O2", "-static", "-o", program, join(ROOT, "test/self/bare.c")]);
  replaceFile(join(context.workFolder, "bare.filter"), seccompFilter());
  return program;
}

/** From spawn to first byte of the workload. Errors: `Error` where groups are not those of v1. */
export async function bareStartNs(bench: Bench, program: string): Promise<number> {
  const { context, spec, image } = bench;
  const { cgroups } = context;
  if (cgroups.version !== 1) throw new Error("the C program knows control groups of v1 alone");
  const name = context.instanceName("bare");
  const folder = context.instanceFolder(name);
  const part = (path: string) => join(folder.path, path);
  for (const made of ["root", "upper", "work"]) makeFolder(part(made));
  const groups = join(context.workFolder, "bare-groups");
  for (const controller of ["cpuset", "memory", "pids"]) makeFolder(join(groups, controller));
  const cgroup = context.cgroupName(name);
  const plan = cgroupPlan(cgroups, cgroup, { ...spec, pids: pidsOf(spec) });
  const limit = (file: string) => plan.writes.find((one) => one.file.endsWith(file))?.value ?? "";
  const busybox = image.tools.find((tool) => tool.name === "busybox")?.imagePath ?? "/bin/busybox";
  const launcher = await Launcher.start({ cpus: spec.cpus, context });
  try {
    await sleep(SETTLE_MS);
    const launch = await launcher.launch({
      argv: [
        ...[program, part("root"), image.rootfs, part("upper"), part("work")],
        ...[join(context.workFolder, "bare.filter"), String(KEPT_CAPABILITIES)],
        ...[limit("cpuset.cpus"), limit("cpuset.mems")],
        ...[limit("memory.limit_in_bytes"), limit("pids.max"), groups, ...plan.folders],
        ...["--", busybox, "echo", "ready"],
      ],
    });
    const ready = await launch.until((output, atNs) =>
      output.includes("ready\n") ? { end: output.length, atNs } : undefined,
    );
    await launch.exited;
    if (ready === undefined) throw new Error(`the C program: ${launcher.stderrTail()}`);
    return Number(ready.atNs - launch.spawnNs);
  } finally {
    await launcher.close();
    await removeCgroup(cgroup);
    await folder.remove();
  }
}
