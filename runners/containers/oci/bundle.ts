/**
 * Bundles for OCI runtimes: the runtime's proposed configuration, with the size that every target
 * gets.
 */
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { Message, OpenSpec } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { pidsOf } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import { tryRun, which } from "../../host/process.ts";
import { SCRATCH } from "../../images/paths.ts";
import { OCI_SECCOMP } from "../../kernel/seccomp-profile.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";

interface OciConfig {
  process: Record<string, unknown>;
  root: { path: string; readonly: boolean };
  mounts: { destination: string; type?: string; source?: string; options?: string[] }[];
  linux: {
    resources?: object;
    namespaces?: readonly { type: string; path?: string }[];
  } & Record<string, unknown>;
}

/** The runtimes whose proposal is used if a runtime proposes nothing, e.g. kata-runtime. */
const PROPOSERS = ["crun", "runc"];

/** The configuration that the runtime proposes, or one of `PROPOSERS`. Errors: `NO_OCI_SPEC`. */
export async function proposedSpec(context: RunContext, runtime: string): Promise<OciConfig> {
  const folder = context.instanceFolder(context.instanceName("spec"));
  const complaints: Message[] = [];
  try {
    for (const command of new Set([runtime, ...PROPOSERS])) {
      if (which(command) === undefined) continue;
      const argv = [command, "spec", ...(isRoot() ? [] : ["--rootless"])];
      const { exitCode, stderr } = await tryRun(argv, { cwd: folder.path });
      if (exitCode === 0) {
        return JSON.parse(readFileSync(join(folder.path, "config.json"), "utf8")) as OciConfig;
      }
      complaints.push(say("engines.spec-complaint", { runtime: command, words: stderr.trim() }));
    }
  } finally {
    await folder.remove();
  }
  throw new IsotaxError(
    "NO_OCI_SPEC",
    say("engines.no-oci-spec", { complaints }),
    say("engines.install-proposer"),
  );
}

const DOCKERS = `
  CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT
  MKNOD AUDIT_WRITE SETFCAP
`
  .trim()
  .split(/\s+/)
  .map((name) => `CAP_${name}`);

/** Docker's defaults: docs.docker.com/engine/security, "Linux kernel capabilities". */
export const ENGINE_CAPABILITIES = { bounding: DOCKERS, effective: DOCKERS, permitted: DOCKERS };

/** The settings by which the container joins a network namespace that was made for it. */
function withNetwork(base: OciConfig, path: string | undefined): object {
  if (path === undefined) return {};
  const namespaces = base.linux.namespaces ?? [];
  return {
    namespaces: [...namespaces.filter(({ type }) => type !== "network"), { type: "network", path }],
  };
}

type Size = Pick<OpenSpec, "cpus" | "memoryMiB" | "pids" | "scratchMiB">;

/** The places of a container's parts on the host. */
export interface ContainerParts {
  /** Its control group; undefined if none can be made. */
  readonly cgroup: { readonly path: string; readonly limitsCpus: boolean } | undefined;
  readonly root: string;
  /** Whether the root is the image itself, which must not be written to. */
  readonly readonly: boolean;
  readonly scratch: string;
  /** The path of a network namespace to join; if undefined, the runtime makes a new one. */
  readonly network?: string | undefined;
}

/**
 * The proposed configuration with the run's size, root and entry, and with the seccomp filter that
 * engines add, because a proposal has none. Nothing else is changed.
 */
export function bundleConfig(
  base: OciConfig,
  spec: Size,
  { cgroup, root, readonly, scratch, network }: ContainerParts,
  args: readonly string[],
): OciConfig {
  const env = Object.entries(INSTANCE_ENV).map(([key, value]) => `${key}=${value}`);
  const bind = { destination: SCRATCH, type: "bind", source: scratch, options: ["rbind", "rw"] };
  return {
    ...base,
    process: {
      ...base.process,
      terminal: false,
      args,
      env,
      // Servers change their user and the owners of their files, as in an engine's containers.
      ...(network === undefined ? {} : { capabilities: ENGINE_CAPABILITIES }),
    },
    // runc refuses a root path with links in it, and the run's path of the cache folder may have
    // one.
    root: { path: realpathSync(root), readonly },
    mounts: spec.scratchMiB > 0 ? [...base.mounts, bind] : base.mounts,
    linux: {
      ...base.linux,
      ...withNetwork(base, network),
      ...(isRoot() ? {} : ownIds()),
      // The filter's list of system calls is for x86-64.
      ...(process.arch === "x64" ? { seccomp: OCI_SECCOMP } : {}),
      ...(cgroup === undefined ? { resources: {} } : groupOf(base, spec, cgroup)),
    },
  };
}

function groupOf(base: OciConfig, spec: Size, cgroup: NonNullable<ContainerParts["cgroup"]>) {
  return {
    cgroupsPath: cgroup.path,
    resources: {
      ...base.linux.resources,
      ...(cgroup.limitsCpus ? { cpu: { cpus: spec.cpus.join(",") } } : {}),
      memory: { limit: spec.memoryMiB * 1024 * 1024 },
      pids: { limit: pidsOf(spec) },
    },
  };
}

/** Maps the user to root inside, and no other user. That needs no entry in /etc/subuid. */
function ownIds() {
  const mapped = (hostID: number) => [{ containerID: 0, hostID, size: 1 }];
  return {
    uidMappings: mapped(process.geteuid?.() ?? 0),
    gidMappings: mapped(process.getegid?.() ?? 0),
  };
}
