/**
 * Where a run's Podman containers live: mount, network and pid namespaces that act as a host
 * without systemd, on which Podman has been used before. The bridge, firewall rules, address
 * records and mounts vanish with the namespaces. So do the processes that Podman leaves running
 * (conmon), even if we are killed, because the process that holds the namespaces is tied to us. For
 * a user other than root they lie in a user namespace, which Podman would otherwise make itself.
 */
import { join } from "node:path";
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { Facts, Image } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import { run, which } from "../../host/process.ts";
import { sh } from "../../host/shell.ts";
import { cgroupPath, removeCgroup } from "../../kernel/cgroups.ts";
import { enteringHostLike, type Holder, holdNamespaces, hostLike } from "../../kernel/holder.ts";
import { secluded, secludedPath } from "../../kernel/seclusion.ts";
import { coverUnified } from "../../kernel/unified.ts";
import { podmanArgv, podmanOptions, podmanVersion, ulimitOptions } from "./command.ts";
import { seccompProfile } from "./seccomp.ts";
import { storeAt, TAG } from "./store.ts";

export interface Place {
  /** The pid of a process in the place. */
  readonly pid: number;
  /** Words before the launcher's shell, so that its children are in the place. */
  readonly prefix: readonly string[];
  /** Words before a command with threads, which runs in a child that is in the place. */
  readonly enter: readonly string[];
  /** The environment of Podman's commands. */
  readonly env: Readonly<Record<string, string>>;
  /** The options of every container. */
  readonly options: readonly string[];
  readonly facts: Facts;
  /** The words of a Podman command, for a caller in the place. */
  argv(words: readonly string[]): readonly string[];
  /** Runs a Podman command, untimed. */
  podman(words: readonly string[]): Promise<string>;
}

/** The place for containers of this image, made when it is first asked for. */
export function placeOf(context: RunContext, image: Image): Promise<Place> {
  const key = `podman-place-${image.digest}`;
  return context.shared(key, async () => {
    const holder = await startHolder(context, () => context.forget(key));
    try {
      return await furnish(context, image, holder);
    } catch (error) {
      await holder.stop();
      throw error;
    }
  });
}

async function furnish(context: RunContext, image: Image, holder: Holder): Promise<Place> {
  const userns = isRoot() ? [] : ["--user", "--preserve-credentials"];
  const enter = enteringHostLike(holder.pid, ...userns);
  const env = isRoot() ? {} : rootlessEnvironment();
  const version = await podmanVersion(context);
  const root = join(context.workFolder, `podman-${image.digest.slice(0, 32)}`);
  await storeAt(root, context, image, version, { prefix: enter, env });
  const argv = (words: readonly string[]) => podmanArgv(secludedPath(context, root), words);
  const podman = async (words: readonly string[]) =>
    (await run([...enter, ...argv(words)], podmanOptions(env))).stdout;
  const ulimits = ulimitOptions();
  const profile = seccompProfile(context, image);
  const options = [
    ...ulimits,
    ...(profile === undefined ? [] : [`--security-opt=seccomp=${secludedPath(context, profile)}`]),
  ];
  // The first container of a host makes the bridge, which stays for later ones. Users have no
  // bridge.
  const cgroup = context.cgroupName(context.instanceName("podman-first"));
  const network = isRoot() ? [] : ["--network=none"];
  const first = ["run", "--rm", "--pull=never", ...groupOptions(context, cgroup), ...network];
  first.push(...options);
  await podman([...first, TAG, "/bin/busybox", "true"]);
  if (context.cgroups.version !== 0) await removeCgroup(cgroup);
  const facts = {
    version,
    ...(await factsOf(podman, ulimits)),
    ...(profile === undefined ? {} : { seccomp: say("engines.podmans-seccomp") }),
  };
  // nsenter must not fork: the shell must keep the pid that we know.
  const prefix = [...enter, "--no-fork"];
  return { pid: holder.pid, prefix, enter, env, options, facts, argv, podman };
}

const RUNTIME_FOLDER = "/run/user";

/**
 * Tells Podman that it is rootless, and that it is already in its user namespace
 * (containers/storage, pkg/unshare).
 */
function rootlessEnvironment(): Readonly<Record<string, string>> {
  return {
    // In the user's own home Podman would write its image records and locks.
    HOME: RUNTIME_FOLDER,
    XDG_RUNTIME_DIR: RUNTIME_FOLDER,
    _CONTAINERS_USERNS_CONFIGURED: "done",
    _CONTAINERS_ROOTLESS_UID: String(process.getuid?.()),
    _CONTAINERS_ROOTLESS_GID: String(process.getgid?.()),
  };
}

/** The option for a container's control group, or for none if none can be made. */
export function groupOptions({ cgroups }: RunContext, cgroup: string): readonly string[] {
  return cgroups.version === 0
    ? ["--cgroups=disabled"]
    : [`--cgroup-parent=${cgroupPath(cgroups, cgroup)}`];
}

/** A part of the output of `podman info`; old versions print less. */
interface Info {
  readonly host?: {
    readonly cgroupManager?: string;
    readonly cgroupVersion?: string;
    readonly eventLogger?: string;
    readonly logDriver?: string;
    readonly networkBackend?: string;
    readonly ociRuntime?: { readonly name?: string };
    readonly rootlessNetworkCmd?: string;
  };
  readonly store?: { readonly graphDriverName?: string };
}

async function factsOf(podman: Place["podman"], ulimits: readonly string[]): Promise<Facts> {
  const { host = {}, store = {} } = JSON.parse(await podman(["info", "--format=json"])) as Info;
  const unknown = say("engines.unknown");
  return {
    "storage driver": store.graphDriverName ?? unknown,
    "OCI runtime": host.ociRuntime?.name ?? unknown,
    "network backend": isRoot()
      ? (host.networkBackend ?? unknown)
      : (host.rootlessNetworkCmd ?? "slirp4netns"),
    "user namespace": say(isRoot() ? "engines.no-user-namespace" : "engines.one-user"),
    "log driver": host.logDriver ?? unknown,
    events: host.eventLogger ?? unknown,
    "control groups": say("engines.control-groups", {
      driver: host.cgroupManager ?? unknown,
      version: host.cgroupVersion ?? unknown,
    }),
    place: say("engines.podmans-place"),
    ...(ulimits.length === 0 ? {} : { ulimits: say("engines.ulimits", { options: ulimits }) }),
  };
}

/** Namespaces in which Podman finds a host without systemd. Their network has no way out. */
export function startHolder(context: RunContext, onEnd: () => void = () => {}): Promise<Holder> {
  return holdNamespaces(context, {
    unshare: hostLike(...(isRoot() ? [] : ["--user", "--map-root-user"])),
    forks: true,
    counted: true,
    enter: secluded(context, {
      inMemory: ["/etc", "/var/lib"],
      lines: [
        // Podman's locks are a file here, which all Podmans of a host share.
        sh`mount -t tmpfs -o mode=1777 tmpfs /dev/shm`,
        ...coverUnified(),
        sh`${which("busybox") ?? "busybox"} ip link set lo up`,
        sh`mkdir ${RUNTIME_FOLDER}`,
        sh`echo ready`,
      ],
    }),
    onEnd,
    failure: (complaints) =>
      new IsotaxError(
        "NO_PLACE_FOR_PODMAN",
        say("engines.no-place-for-podman", { complaints }),
        say("engines.allow-namespaces"),
      ),
  });
}
