import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Facts, OpenSpec } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import { ENGINE_CAPABILITIES } from "../containers/oci/bundle.ts";
import { pidsOf, type RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { located, run, which } from "../host/process.ts";
import { type ShellText, sequence, sh } from "../host/shell.ts";
import { imagePaths, SCRATCH } from "../images/paths.ts";
import { busyboxProgram } from "../images/tools.ts";
import { FILTER_BARRIER, NAMESPACE_BARRIERS } from "../instance/barriers.ts";
import { READ_ONLY_IMAGE, type Recipe } from "../instance/recipe.ts";
import {
  type CgroupSupport,
  limitFacts,
  makeAndJoinLines,
  removeCgroup,
} from "../kernel/cgroups.ts";
import { seccompFilter } from "../kernel/seccomp-profile.ts";
import { Launcher } from "../launch/launcher.ts";
import { probeByTrial } from "../launch/trial.ts";
import { bridgePort } from "../network/lab.ts";
import { overlayOptions } from "../primitives/mounts.ts";
import { toolRequirement } from "../tools/requirements.ts";

/**
 * Bubblewrap, the sandbox of Flatpak: one small program that needs neither root nor configuration.
 */
export const recipe: Recipe = {
  id: "bubblewrap",
  title: "Bubblewrap",
  kind: "runtime",
  // bwrap(1): no device of what it binds may be opened, unless --dev-bind binds it.
  keeps: [
    "own-root",
    "own-dev",
    ...NAMESPACE_BARRIERS,
    "device-rules",
    "fewer-capabilities",
    ...FILTER_BARRIER,
  ],
  adds: "the sandbox tool of Flatpak, bwrap: it builds the root from bind mounts, makes a /dev of its own, starts a small init, and loads the same filter itself",
  rung: 55,
  below: "seccomp",
  requires: [
    toolRequirement("bwrap", say("targets.is-sandbox"), {
      package: "bubblewrap",
      why: say("targets.needed-by", { target: "bubblewrap" }),
    }),
    toolRequirement("busybox", say("targets.starts-in-trial")),
    toolRequirement("mount", say("targets.makes-layer")),
  ],
  deadlines: { readyMs: 30_000 },
  // A user's overlay would need a mount namespace around it; bwrap itself makes one from 0.11 on.
  lacks: isRoot() ? {} : { "writable-root": READ_ONLY_IMAGE },

  probe: (context, signal) =>
    probeByTrial(recipe, context, signal, {
      remedy: isRoot() ? say("targets.allow-namespaces") : say("targets.allow-user-namespaces"),
      rootless: true,
      facts: () => factsOf(context),
    }),

  prepare: (context, spec) =>
    unwoundOnFailure(async (closers) => {
      const name = context.instanceName(recipe.id);
      const port = spec.served === true ? closers.use(await bridgePort(context)) : undefined;
      const folder = closers.use(context.instanceFolder(name));
      const cgroup = context.cgroupName(name);
      closers.defer(() => removeCgroup(cgroup));
      const part = (path: string) => join(folder.path, path);
      for (const made of ["root", "upper", "work", "scratch"]) mkdirSync(part(made));
      if (hasFilter) writeFileSync(part("filter.bpf"), seccompFilter());
      const overlay = overlayOptions(spec.image.rootfs, part("upper"), part("work"));
      const launcher = closers.hold(
        await Launcher.start({
          cpus: spec.cpus,
          context,
          account: spec.account,
          prefix: [...(port?.enter ?? []), ...(isRoot() ? ["unshare", "--mount"] : [])],
          // mkdir is built into busybox sh, so making the group starts no extra program.
          shell: [busyboxProgram(), "sh"],
          // The layers are mounted before the tool is called, as for an OCI runtime.
          setup: isRoot() ? [sh`mount -t overlay -o ${overlay} overlay ${part("root")}`] : [],
        }),
      );
      return {
        facts: await factsOf(context),
        launcher,
        paths: imagePaths(spec.image),
        ...(port === undefined ? {} : { network: port.served }),
        launch: (entry) => {
          const bwrap = [
            "bwrap",
            // A kill of the launcher also kills bwrap, and with it process 1 of its PID namespace.
            // There is no --new-session: the launcher has no terminal, and its process group, which
            // the ledger names, must keep all members.
            "--die-with-parent",
            ...namespaceFlags(port !== undefined),
            "--cap-drop",
            "ALL",
            ...ENGINE_CAPABILITIES.bounding.flatMap((capability) => ["--cap-add", capability]),
            ...(isRoot() ? ["--bind", part("root"), "/"] : ["--ro-bind", spec.image.rootfs, "/"]),
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "--ro-bind",
            "/sys",
            "/sys",
            ...groupMounts(context.cgroups, cgroup),
            ...(spec.scratchMiB > 0 ? ["--bind", part("scratch"), SCRATCH] : []),
            ...(hasFilter ? ["--seccomp", "9"] : []),
            "--",
            ...entry,
          ];
          const start = hasFilter
            ? sh`exec ${located(bwrap)} 9<${part("filter.bpf")}`
            : sh`exec ${located(bwrap)}`;
          // The subshell keeps the launcher itself outside the group.
          const steps = [sh`set -e`, ...groupLines(context.cgroups, cgroup, spec), start];
          return { script: sh`( ${sequence(steps, "; ")} )` };
        },
        // The instance's use is read from this group.
        cgroups: () => [cgroup],
        remove: (clean) => closers.unwind(clean),
      };
    }),

  async shipped(_context, image) {
    return image.layers;
  },
};

/** The filter has only the system calls of x86-64. */
const hasFilter = process.arch === "x64";

/** The namespaces of the rungs below. Root needs no user namespace; a user becomes root in one. */
function namespaceFlags(networkIsMade: boolean): readonly string[] {
  return [
    ...(isRoot() ? [] : ["--unshare-user", "--uid", "0", "--gid", "0"]),
    "--unshare-pid",
    "--unshare-uts",
    "--unshare-ipc",
    "--unshare-cgroup",
    ...(networkIsMade ? [] : ["--unshare-net"]),
  ];
}

/** bwrap makes no control group, so the group is made and joined first, as on the rungs below. */
function groupLines(
  cgroups: CgroupSupport,
  cgroup: string,
  size: Pick<OpenSpec, "cpus" | "memoryMiB" | "pids">,
): readonly ShellText[] {
  if (cgroups.version === 0) return [];
  return makeAndJoinLines(cgroups, cgroup, { ...size, pids: pidsOf(size) });
}

/**
 * Options that show the instance's group where the root of the hierarchy would be. A process finds
 * its limits there, because the cgroup namespace calls its own group the root. The group is
 * read-only: root inside must not raise its own limits.
 */
function groupMounts(cgroups: CgroupSupport, cgroup: string): readonly string[] {
  if (cgroups.version === 0) return [];
  return cgroups.hierarchies.flatMap(({ mount, top }) => ["--ro-bind", join(top, cgroup), mount]);
}

function factsOf(context: RunContext): Promise<Facts> {
  return context.shared("bubblewrap-facts", async () => ({
    version: (await run(["bwrap", "--version"])).stdout.trim().replace(/^bubblewrap /, ""),
    ...limitFacts(context.cgroups),
    root: say(isRoot() ? "targets.root-overlay-before" : "targets.root-read-only"),
    "user namespace": say(isRoot() ? "targets.no" : "targets.yes"),
    "set-user-ID": say(isSetuid() ? "targets.yes" : "targets.no"),
    "seccomp filter": say(hasFilter ? "targets.filter-by-bwrap" : "targets.none"),
    init: say("targets.init-of-bwrap"),
  }));
}

/**
 * Some distributions install it with set-user-ID, for kernels that refuse user namespaces to users.
 */
function isSetuid(): boolean {
  const program = which("bwrap");
  return program !== undefined && (statSync(program).mode & 0o4000) !== 0;
}
