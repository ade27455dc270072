import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Facts, OpenSpec } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import { pidsOf, type RunContext } from "../context.ts";
import { run } from "../host/process.ts";
import { type ShellText, sequence, sh } from "../host/shell.ts";
import { imagePaths, SCRATCH } from "../images/paths.ts";
import { NAMESPACE_BARRIERS } from "../instance/barriers.ts";
import type { Recipe } from "../instance/recipe.ts";
import { limitFacts, makeAndJoinLines, removeCgroup } from "../kernel/cgroups.ts";
import { secluded, secludedPath } from "../kernel/seclusion.ts";
import { INSTANCE_ENV, Launcher } from "../launch/launcher.ts";
import { probeByTrial } from "../launch/trial.ts";
import { bridgePort } from "../network/lab.ts";
import { toolRequirement } from "../tools/requirements.ts";

/** systemd-nspawn on a folder, for one command. It does not use systemd or machined. */
export const recipe: Recipe = {
  id: "nspawn",
  title: "systemd-nspawn",
  kind: "runtime",
  // systemd-nspawn(1): --capability= names those that are kept, among them CAP_SYS_BOOT and CAP_MKNOD.
  keeps: [
    "own-root",
    "own-dev",
    ...NAMESPACE_BARRIERS,
    "read-only-kernel-files",
    "files.memory-device",
    "files.port-device",
    "kernel.clock",
    "kernel.modules",
    "kernel.accounting",
    "kernel.io-ports",
  ],
  adds: "systemd's container tool: an overlay root with its changes in memory, a small init, a seccomp filter that allows a list of calls, fewer capabilities",
  rung: 75,
  below: "seccomp",
  requires: [
    toolRequirement("systemd-nspawn", say("targets.is-runtime")),
    toolRequirement("busybox", say("targets.starts-in-trial")),
    toolRequirement("mount", say("targets.makes-place")),
  ],
  deadlines: { readyMs: 30_000 },
  lacks: { "writable-root": say("targets.root-in-memory") },

  probe: (context, signal) =>
    probeByTrial(recipe, context, signal, {
      remedy: say("targets.check-nspawn"),
      facts: () => factsOf(context),
    }),

  prepare: (context, spec) =>
    unwoundOnFailure(async (closers) => {
      const name = context.instanceName(recipe.id);
      const port = spec.served === true ? closers.use(await bridgePort(context)) : undefined;
      const folder = closers.use(context.instanceFolder(name));
      const cgroup = context.cgroupName(name);
      closers.defer(() => removeCgroup(cgroup));
      const [root, scratch] = [join(folder.path, "root"), join(folder.path, "scratch")];
      for (const path of [root, scratch]) mkdirSync(path);
      const inside = (path: string) => secludedPath(context, path);
      const launcher = closers.hold(
        await Launcher.start({
          cpus: spec.cpus,
          context,
          account: spec.account,
          prefix: [
            ...(port?.enter ?? []),
            "unshare",
            "--mount",
            // nspawn locks the folder, with a file beside it and one below /run. So that two
            // instances can use one image at once, each has its own path to it and its own /run.
            ...secluded(context, {
              lines: [sh`mount --bind ${inside(spec.image.rootfs)} ${inside(root)}`],
            }),
          ],
        }),
      );
      return {
        facts: await factsOf(context),
        launcher,
        paths: imagePaths(spec.image),
        ...(port === undefined ? {} : { network: port.served }),
        launch: (entry) => {
          const nspawn = [
            "systemd-nspawn",
            "--quiet",
            `--directory=${inside(root)}`,
            "--volatile=overlay",
            "--register=no",
            "--keep-unit",
            "--machine=isotax",
            ...(port === undefined ? ["--private-network"] : []),
            "--resolv-conf=off",
            "--timezone=off",
            "--link-journal=no",
            "--console=pipe",
            ...Object.entries(INSTANCE_ENV).map(([key, value]) => `--setenv=${key}=${value}`),
            ...(spec.scratchMiB > 0 ? [`--bind=${inside(scratch)}:${SCRATCH}`] : []),
            // The manual recommends it for commands that are not an init: process 1 must reap, and
            // ignores signals.
            "--as-pid2",
            "--",
            ...entry,
          ];
          // The subshell keeps the launcher itself outside the group.
          const steps = [sh`set -e`, ...groupLines(context, cgroup, spec), sh`exec ${nspawn}`];
          return { script: sh`( ${sequence(steps, "; ")} )` };
        },
        cgroups: () => [cgroup],
        remove: (clean) => closers.unwind(clean),
      };
    }),

  async shipped(_context, image) {
    return image.layers;
  },
};

/** Makes and joins the group. With --keep-unit nspawn stays in the caller's group. */
function groupLines(
  { cgroups }: RunContext,
  cgroup: string,
  size: Pick<OpenSpec, "cpus" | "memoryMiB" | "pids">,
): readonly ShellText[] {
  if (cgroups.version === 0) return [];
  return makeAndJoinLines(cgroups, cgroup, { ...size, pids: pidsOf(size) });
}

function factsOf(context: RunContext): Promise<Facts> {
  return context.shared("nspawn-facts", async () => {
    const { limits = "", ...memory } = limitFacts(context.cgroups);
    const { stdout } = await run(["systemd-nspawn", "--version"]);
    return {
      version: stdout.split("\n")[0] ?? say("targets.unknown"),
      limits: say("targets.limits-in-window", { limits }),
      ...memory,
      ...(context.cgroups.version === 2
        ? { "memory found inside": say("targets.finds-host-memory") }
        : {}),
      root: say("targets.root-overlay-by-nspawn"),
      init: say("targets.init-of-nspawn"),
      network: say("targets.loopback-only", { option: "--private-network" }),
      registration: say("targets.no-registration", { options: "--register=no --keep-unit" }),
    };
  });
}
