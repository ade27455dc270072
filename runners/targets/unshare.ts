/**
 * The same namespaces and mounts as the rung `namespaces`, as a person makes them at a prompt: by
 * unshare(1), a shell and mount(8). It shows what these programs take.
 */
import { fileURLToPath } from "node:url";
import { say } from "../../bench/messages.ts";
import { unwoundOnFailure } from "../closers.ts";
import { isRoot } from "../host/paths.ts";
import { tryRun } from "../host/process.ts";
import { imagePaths } from "../images/paths.ts";
import { busyboxProgram } from "../images/tools.ts";
import { READ_ONLY_IMAGE, type Recipe } from "../instance/recipe.ts";
import { joinLines, limitFacts } from "../kernel/cgroups.ts";
import { Launcher } from "../launch/launcher.ts";
import { bridgePort } from "../network/lab.ts";
import { mountsFor, writeFstab } from "../primitives/mounts.ts";
import { NAMESPACES } from "../primitives/primitive.ts";
import { userFlags } from "../primitives/recipe.ts";
import { missingTool, toolRequirement } from "../tools/requirements.ts";

const INIT = fileURLToPath(new URL("../agent/unshare-init.sh", import.meta.url));

/**
 * The options of unshare(1) for the namespaces of a container. The instance's first process is a
 * child of unshare, and dies with it.
 */
export const CONTAINER_UNSHARE: readonly string[] = [
  ...NAMESPACES.map((name) => `--${name}`),
  "--fork",
  "--kill-child",
];

export const recipe: Recipe = {
  id: "unshare",
  title: "unshare(1)",
  kind: "primitive",
  adds: "unshare(1), a shell and its mount command, in place of the kernel's calls alone",
  rung: 25,
  below: "namespaces",
  requires: [
    toolRequirement("busybox", say("host.why-busybox")),
    toolRequirement("unshare", say("tools.why-unshare")),
  ],
  deadlines: { readyMs: 30_000 },
  lacks: { "writable-root": READ_ONLY_IMAGE },

  async probe(context, signal) {
    const missing = missingTool(recipe.requires);
    if (missing !== undefined) return missing;
    const argv = ["unshare", ...userFlags(), ...CONTAINER_UNSHARE, "true"];
    const { exitCode, stderr } = await tryRun(argv, { signal });
    if (exitCode === 0) {
      const { limits, ...memory } = limitFacts(context.cgroups);
      const facts = { "user namespace": isRoot() ? say("host.no") : say("host.yes"), ...memory };
      return { ok: true, facts: { ...facts, limits: say("host.limits-beforehand", { limits }) } };
    }
    return {
      ok: false,
      reason: say("primitives.refused", { namespaces: [...NAMESPACES], words: stderr.trim() }),
      remedy: isRoot() ? say("host.allow-namespaces") : say("host.allow-user-namespaces"),
    };
  },

  prepare: (context, spec) =>
    unwoundOnFailure(async (closers) => {
      const port = spec.served === true ? closers.use(await bridgePort(context)) : undefined;
      const folder = closers.use(context.instanceFolder(context.instanceName(recipe.id)));
      const { root, mounts } = mountsFor(context, folder.path, spec, {
        layers: "bind",
        ownPids: true,
        ownCgroups: true,
      });
      const fstab = writeFstab(folder.path, mounts);
      const launcher = closers.hold(
        await Launcher.start({
          cpus: spec.cpus,
          context,
          account: spec.account,
          prefix: port?.enter ?? [],
          setup: joinLines(context.cgroups, await context.sizingCgroup(spec)),
        }),
      );
      // The port already has a network namespace, so none is made.
      const flags = CONTAINER_UNSHARE.filter((flag) => port === undefined || flag !== "--net");
      const { limits, ...memory } = limitFacts(context.cgroups);
      return {
        facts: { ...memory, limits: say("host.limits-beforehand", { limits }) },
        launcher,
        paths: imagePaths(spec.image),
        ...(port === undefined ? {} : { network: port.served }),
        firstProcess: { kind: "argv", marksInit: true },
        launch: (entry) => ({
          argv: [
            "unshare",
            ...userFlags(),
            ...flags,
            busyboxProgram(),
            "sh",
            INIT,
            root,
            fstab,
            ...entry,
          ],
        }),
        remove: (clean) => closers.unwind(clean),
      };
    }),

  shipped: async (_context, image) => image.layers,
};
