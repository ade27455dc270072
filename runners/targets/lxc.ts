import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Facts, OpenSpec } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import { pidsOf, type RunContext } from "../context.ts";
import { run } from "../host/process.ts";
import { imagePaths, SCRATCH } from "../images/paths.ts";
import { NAMESPACE_BARRIERS } from "../instance/barriers.ts";
import type { Recipe } from "../instance/recipe.ts";
import { type CgroupSupport, cgroupPlan, limitFacts, removeCgroup } from "../kernel/cgroups.ts";
import { secluded, secludedPath } from "../kernel/seclusion.ts";
import { INSTANCE_ENV, Launcher } from "../launch/launcher.ts";
import { probeByTrial } from "../launch/trial.ts";
import { bridgePort } from "../network/lab.ts";
import { toolRequirement } from "../tools/requirements.ts";

/**
 * LXC's proposed settings for all containers: its seccomp filter, capabilities, devices and mounts.
 */
const COMMON = "/usr/share/lxc/config/common.conf";

const PROFILE = "lxc-container-default-cgns";

/** LXC for applications: `lxc-execute`, whose small init returns the entry's exit code. */
export const recipe: Recipe = {
  id: "lxc",
  title: "LXC",
  kind: "runtime",
  // Its common.conf, which drops five capabilities, and common.seccomp, which refuses six calls.
  keeps: [
    "own-root",
    "own-dev",
    ...NAMESPACE_BARRIERS,
    "device-rules",
    "read-only-kernel-files",
    "kernel.clock",
    "kernel.modules",
    "kernel.kexec",
    "kernel.io-ports",
  ],
  adds: "another runtime, without OCI: an overlay root that it mounts itself, a small init, a monitor, a group in every hierarchy, a short seccomp filter; most capabilities are kept",
  rung: 70,
  below: "seccomp",
  requires: [
    toolRequirement("lxc-execute", say("targets.is-runtime")),
    toolRequirement("busybox", say("targets.starts-in-trial")),
    toolRequirement("mount", say("targets.makes-place")),
  ],
  deadlines: { readyMs: 30_000 },

  probe: (context, signal) =>
    probeByTrial(recipe, context, signal, {
      remedy: say("targets.check-lxc"),
      facts: () => factsOf(context),
    }),

  prepare: (context, spec) =>
    unwoundOnFailure(async (closers) => {
      const name = context.instanceName(recipe.id);
      const port = spec.served === true ? closers.use(await bridgePort(context)) : undefined;
      const folder = closers.use(context.instanceFolder(name));
      const cgroup = context.cgroupName(name);
      closers.defer(() => removeCgroup(cgroup));
      for (const part of ["upper", "scratch", "containers"]) mkdirSync(join(folder.path, part));
      const rcfile = join(folder.path, "config");
      const config = [
        ...(existsSync(COMMON) ? [`lxc.include = ${COMMON}`] : []),
        ...(confinement() === "none" ? ["lxc.apparmor.profile = unconfined"] : []),
        ...rootLines(context, spec, folder.path),
        ...sizeLines(context.cgroups, cgroup, spec),
      ];
      writeFileSync(rcfile, `${config.join("\n")}\n`);
      const launcher = closers.hold(
        await Launcher.start({
          cpus: spec.cpus,
          context,
          account: spec.account,
          // LXC leaves a lock folder for each container below /run/lxc.
          prefix: [...(port?.enter ?? []), "unshare", "--mount", ...secluded(context)],
        }),
      );
      return {
        facts: await factsOf(context),
        launcher,
        paths: imagePaths(spec.image),
        ...(port === undefined ? {} : { network: port.served }),
        launch: (entry) => ({
          argv: [
            "lxc-execute",
            "--name",
            name,
            "--rcfile",
            secludedPath(context, rcfile),
            "--lxcpath",
            secludedPath(context, join(folder.path, "containers")),
            "--",
            ...entry,
          ],
        }),
        cgroups: () => [cgroup],
        remove: (clean) => closers.unwind(clean),
      };
    }),

  async shipped(_context, image) {
    return image.layers;
  },
};

/**
 * Whether the kernel confines containers by LXC's default AppArmor profile. If AppArmor is on and
 * the profile is not loaded (no systemd, no securityfs), no container would start.
 */
function confinement(): "profile" | "none" | "no AppArmor" {
  const read = (file: string) => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return "";
    }
  };
  if (!read("/sys/module/apparmor/parameters/enabled").startsWith("Y")) return "no AppArmor";
  const loaded = read("/sys/kernel/security/apparmor/profiles").split("\n");
  return loaded.some((line) => line.startsWith(`${PROFILE} (`)) ? "profile" : "none";
}

const CONFINEMENT = {
  profile: say("targets.confined-by", { profile: PROFILE }),
  none: say("targets.profile-not-loaded", { profile: PROFILE }),
  "no AppArmor": say("targets.no-apparmor"),
} as const;

/** Sources: lxc.container.conf(5). */
function rootLines(context: RunContext, spec: OpenSpec, folder: string): readonly string[] {
  const [image, upper, scratch] = [
    spec.image.rootfs,
    join(folder, "upper"),
    join(folder, "scratch"),
  ].map((path) => secludedPath(context, path)) as [string, string, string];
  return [
    // The last path is the upper layer; LXC makes the work folder beside it.
    `lxc.rootfs.path = overlay:${image}:${upper}`,
    "lxc.uts.name = isotax",
    // For a server, lxc-execute is started in a network namespace that was made for it.
    `lxc.net.0.type = ${spec.served === true ? "none" : "empty"}`,
    // Standard input and output are the caller's, not a terminal.
    "lxc.console.path = none",
    // common.conf expects an init that mounts the control groups itself. There is none here, and
    // language runtimes size themselves by these files.
    "lxc.mount.auto = cgroup:mixed:force",
    ...Object.entries(INSTANCE_ENV).map(([key, value]) => `lxc.environment = ${key}=${value}`),
    ...(spec.scratchMiB > 0 ? [`lxc.mount.entry = ${scratch} ${SCRATCH.slice(1)} none bind`] : []),
  ];
}

function sizeLines(cgroups: CgroupSupport, cgroup: string, spec: OpenSpec): readonly string[] {
  if (cgroups.version === 0) return [];
  const key = cgroups.version === 2 ? "lxc.cgroup2" : "lxc.cgroup";
  const { writes } = cgroupPlan(cgroups, cgroup, { ...spec, pids: pidsOf(spec) });
  return [
    // The monitor is not part of the container, so the limits must not apply to it.
    `lxc.cgroup.dir.container = ${join(cgroup, "container")}`,
    `lxc.cgroup.dir.monitor = ${join(cgroup, "monitor")}`,
    // The monitor moves there when it ends, so that its own group can be removed.
    `lxc.cgroup.dir.monitor.pivot = ${join(cgroup, "pivot")}`,
    ...writes.map(({ file, value }) => `${key}.${basename(file)} = ${value}`),
  ];
}

function factsOf(context: RunContext): Promise<Facts> {
  return context.shared("lxc-facts", async () => ({
    version: (await run(["lxc-execute", "--version"])).stdout.trim(),
    ...limitFacts(context.cgroups),
    configuration: say(existsSync(COMMON) ? "targets.lxc-includes" : "targets.lxc-built-in", {
      file: COMMON,
    }),
    confinement: CONFINEMENT[confinement()],
    root: say("targets.root-overlay-by-lxc"),
    init: say("targets.init-of-lxc"),
    network: say("targets.no-network", { option: "lxc.net.0.type = empty" }),
  }));
}
