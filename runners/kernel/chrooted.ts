/**
 * Native with an image of the user's: ordinary processes whose root is the image. The launcher
 * enters it beforehand, so a start is a fork and an execution, as it is without an image. What it
 * sees of the host (/proc, /sys, /dev, control groups) is the host's own.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Facts } from "../../bench/types.ts";
import type { Closers } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { imagePaths, ROOT_FOLDER, SCRATCH } from "../images/paths.ts";
import { busyboxProgram } from "../images/tools.ts";
import type { Order, Prepared } from "../instance/recipe.ts";
import { Launcher } from "../launch/launcher.ts";
import { hostOutlet, servedAt } from "../network/lab.ts";
import { bound, rootMounts, writeFstab } from "../primitives/mounts.ts";
import { userFlags } from "../primitives/recipe.ts";
import { joinLines, limitFacts } from "./cgroups.ts";

/** $1: fstab(5) of what is mounted; $2: busybox; $3: the root; rest: the shell, as it is called inside. */
const ENTER = '"$2" mount -a -T "$1" && shift && exec "$1" chroot "$2" "$3" "$4" "$5"';

export async function prepareChrooted(
  context: RunContext,
  spec: Order,
  closers: Closers,
): Promise<Prepared> {
  const port = spec.served === true ? closers.use(await hostOutlet(context)) : undefined;
  const folder = closers.use(context.instanceFolder(context.instanceName("native")));
  const { rootfs } = spec.image;
  const paths = imagePaths(spec.image);
  const fstab = fstabOf(folder.path, rootfs, spec.scratchMiB > 0);
  const launcher = closers.hold(
    await Launcher.start({
      cpus: spec.cpus,
      context,
      account: spec.account,
      prefix: ["unshare", ...userFlags(), "--mount"],
      shell: ["sh", "-c", ENTER, "sh", fstab, busyboxProgram(), rootfs, paths.tool("dash")],
      setup: joinLines(context.cgroups, await context.sizingCgroup(spec)),
    }),
  );
  return {
    facts: chrootedFacts(context),
    launcher,
    paths,
    ...(port === undefined ? {} : { network: servedAt(port) }),
    launch: (entry) => ({ argv: entry }),
    remove: (clean) => closers.unwind(clean),
  };
}

export function chrootedFacts({ cgroups }: RunContext): Facts {
  return {
    ...limitFacts(cgroups),
    root: say("own-image.native-root"),
    ...(isRoot() ? {} : { "user namespace": say("host.yes") }),
  };
}

/** Two folders of the host are for writes, as they are for native without an image. */
function fstabOf(folder: string, root: string, scratch: boolean): string {
  const folders = [ROOT_FOLDER, ...(scratch ? [SCRATCH] : [])].map((path, index) => {
    const own = join(folder, String(index));
    mkdirSync(own);
    return bound(path, own, join(root, path));
  });
  const hosts = ["/proc", "/sys", "/dev"].map((path) =>
    bound(path, path, join(root, path), "rbind"),
  );
  return writeFstab(folder, [...rootMounts(root), ...hosts, ...folders]);
}
