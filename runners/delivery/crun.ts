/**
 * Where images are delivered to crun. A runtime fetches nothing itself, so other tools do, in the
 * same namespaces. What they mount, remember or leave running there vanishes with the store.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import type { Closers } from "../closers.ts";
import { bundleConfig, proposedSpec } from "../containers/oci/bundle.ts";
import { groupOf } from "../containers/oci/runtime.ts";
import type { RunContext } from "../context.ts";
import { located } from "../host/process.ts";
import { sh } from "../host/shell.ts";
import { removeCgroup } from "../kernel/cgroups.ts";
import { enteringHostLike, type Holder, holdNamespaces, hostLike } from "../kernel/holder.ts";
import { secluded, secludedPath } from "../kernel/seclusion.ts";
import { coverUnified } from "../kernel/unified.ts";
import { INSTANCE_ENV } from "../launch/launcher.ts";
import { CRUN } from "../targets/crun.ts";
import type { Store, StoreOrder } from "./format.ts";

const { command, options = [] } = CRUN;

/**
 * A container outlives a runtime that is killed, and would keep our end of its output open. In a pid
 * namespace it ends with the command.
 */
const ALONE = ["unshare", "--mount", "--pid", "--mount-proc", "--fork", "--kill-child=KILL"];

export interface CrunPlace extends Pick<Store, "namespace" | "folder" | "enter" | "env"> {
  /** The path of a file of the run, as commands in the place see it. */
  inside(path: string): string;
  /**
   * The words that run a container like the target's own. `root`: its root, as seen inside. `first`:
   * words before the runtime's.
   */
  container(root: string, entry: readonly string[], first?: readonly string[]): readonly string[];
}

/** Makes an empty place; `closers` gets all that it consists of. */
export async function crunPlace(order: StoreOrder, closers: Closers): Promise<CrunPlace> {
  const { context, cpus, memoryMiB } = order;
  const name = context.instanceName("delivery");
  const own = closers.use(context.instanceFolder(name));
  const base = await context.shared(`${command}-spec`, () => proposedSpec(context, command));
  const holder = await holdPlace(context);
  closers.defer(() => holder.stop());
  closers.defer(async () => {
    if (context.cgroups.version !== 0) await removeCgroup(context.cgroupName(name));
  });
  const inside = (path: string) => secludedPath(context, path);
  const temporary = join(own.path, "temporary");
  makeFolder(temporary);
  let containers = 0;
  return {
    namespace: holder.pid,
    folder: own.path,
    enter: enteringHostLike(holder.pid),
    env: { PATH: INSTANCE_ENV.PATH, HOME: inside(temporary), TMPDIR: inside(temporary) },
    inside,
    container: (root, entry, first = []) => {
      const number = ++containers;
      const bundle = join(own.path, `bundle-${number}`);
      makeFolder(bundle);
      const parts = {
        root: own.path,
        readonly: false,
        cgroup: groupOf(context, name),
        scratch: "",
      };
      const config = bundleConfig(base, { cpus, memoryMiB, scratchMiB: 0 }, parts, entry);
      const placed = { ...config, root: { ...config.root, path: root } };
      writeFileSync(join(bundle, "config.json"), JSON.stringify(placed));
      const id = `${name}-${number}`;
      const run = [command, ...options, "run", `--bundle=${inside(bundle)}`, id];
      return [...ALONE, ...first, ...located(run)];
    },
  };
}

/** Namespaces that the tools find as on a host on which they were never used. */
function holdPlace(context: RunContext): Promise<Holder> {
  return holdNamespaces(context, {
    unshare: hostLike(),
    forks: true,
    counted: true,
    enter: secluded(context, {
      inMemory: ["/var/lib"],
      lines: [...coverUnified(), sh`echo ready`],
    }),
    failure: (words) =>
      new IsotaxError(
        "NO_NETWORK",
        say("network.no-namespace", { words }),
        say("network.allow-namespaces"),
      ),
  });
}
