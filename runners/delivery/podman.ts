/**
 * Podman as a client of a registry. Each store has namespaces of its own, so that nothing that
 * Podman remembers of one delivery (its cache of blobs, its records) shortens the next.
 */
import { join } from "node:path";
import { makeFolder, writeNewFile } from "../../bench/files.ts";
import type { DeliveredVersion } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import { podmanArgv, podmanOptions, ulimitOptions } from "../containers/podman/command.ts";
import { groupOptions, startHolder } from "../containers/podman/place.ts";
import type { RunContext } from "../context.ts";
import { removeCgroup } from "../kernel/cgroups.ts";
import { enteringHostLike } from "../kernel/holder.ts";
import { secludedPath } from "../kernel/seclusion.ts";
import type { From, Store } from "./format.ts";

/**
 * Partial pulls are of use to zstd:chunked alone. They are on for every format, so that only the
 * format differs.
 */
const STORAGE = `[storage]
driver = "overlay"
graphroot = "/var/lib/containers/storage"
runroot = "/run/containers/storage"
[storage.options]
pull_options = {enable_partial_images = "true", use_hard_links = "false", ostree_repos = ""}
`;

export interface PodmanStore extends Store {
  /** The words of any other command on the store. */
  argv(words: readonly string[]): readonly string[];
  /** The path of a file of the run, as commands in the namespaces see it. */
  inside(path: string): string;
}

export function openPodmanStore(context: RunContext, repository: string): Promise<PodmanStore> {
  return unwoundOnFailure(async (closers) => {
    const name = context.instanceName("delivery");
    const own = closers.use(context.instanceFolder(name));
    const holder = await startHolder(context);
    closers.defer(() => holder.stop());
    const inside = (path: string) => secludedPath(context, path);
    const [root, temporary] = [join(own.path, "store"), join(own.path, "temporary")];
    makeFolder(root);
    makeFolder(temporary);
    const config = join(own.path, "storage.conf");
    writeNewFile(config, STORAGE);
    const { env = {} } = podmanOptions({
      CONTAINERS_STORAGE_CONF: inside(config),
      TMPDIR: inside(temporary),
    });
    const enter = enteringHostLike(holder.pid);
    const cgroup = context.cgroupName(name);
    const argv = (words: readonly string[]) => podmanArgv(inside(root), words);
    const options = ["--rm", "--pull=never", "--network=none"];
    const starting = ["run", ...options, ...groupOptions(context, cgroup), ...ulimitOptions()];
    closers.defer(async () => {
      if (context.cgroups.version !== 0) await removeCgroup(cgroup);
    });
    const nameOf = ({ link, port }: From, version: DeliveredVersion) =>
      `${link.server}:${port}/${repository}:${version}`;
    return {
      namespace: holder.pid,
      folder: own.path,
      enter,
      env,
      argv,
      inside,
      pull: (from, version) =>
        argv(["pull", "--quiet", "--tls-verify=false", nameOf(from, version)]),
      run: (from, version, entry) => ({
        argv: argv([...starting, nameOf(from, version), ...entry]),
      }),
      close: () => closers.unwind(true),
    };
  });
}
