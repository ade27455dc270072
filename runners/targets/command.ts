/**
 * A project's own runner, given as a command. Its starts are timed like those of any other target.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { say } from "../../bench/messages.ts";
import type { OpenSpec } from "../../bench/types.ts";
import { type Closers, unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { commandWords } from "../host/process.ts";
import { type ShellText, sh } from "../host/shell.ts";
import { hostPaths, imagePaths } from "../images/paths.ts";
import { type Order, type Prepared, READ_ONLY_IMAGE, type Recipe } from "../instance/recipe.ts";
import { joinLines, limitFacts } from "../kernel/cgroups.ts";
import { Launcher } from "../launch/launcher.ts";
import { overlayOptions } from "../primitives/mounts.ts";
import type { Variants } from "../registry.ts";
import { missingTool, toolRequirement } from "../tools/requirements.ts";

const COMMAND = "{command}";
const ROOTFS = "{rootfs}";

export const variants: Variants = {
  parameter: "'COMMAND ...'",
  about: say("targets.about-command"),
  known: [],
  of: (template) => {
    const [first = "", ...rest] = commandWords(template);
    if (first === "") return undefined;
    const file = first.includes("/") ? resolve(first) : first;
    return commandRecipe(`command:${template}`, [file, ...rest]);
  },
};

function commandRecipe(id: string, words: readonly string[]): Recipe {
  const [file = ""] = words;
  const hasRoot = words.some((word) => word.includes(ROOTFS));
  const requires = [
    toolRequirement(file, say("targets.is-runner"), say("targets.build-program", { path: file })),
  ];
  return {
    id,
    title: words.join(" "),
    kind: "runtime",
    adds: "a runner of the user's",
    rung: 68,
    below: "native",
    requires,
    deadlines: { readyMs: 60_000 },
    lacks: {
      network: say("targets.way-not-known"),
      ...(hasRoot && !isRoot() ? { "writable-root": READ_ONLY_IMAGE } : {}),
    },
    probe: async ({ cgroups, options }) => {
      const missing = missingTool(requires);
      if (missing !== undefined) return missing;
      if (options.ownImage !== undefined && !hasRoot) {
        return {
          ok: false,
          reason: say("own-image.host-files"),
          remedy: say("own-image.use-rootfs"),
        };
      }
      return { ok: true, facts: { command: words.join(" "), ...limitFacts(cgroups) } };
    },
    prepare: (context, spec) =>
      unwoundOnFailure((closers) => prepare(id, words, hasRoot, context, spec, closers)),
    shipped: async (_context, image) => (hasRoot ? image.layers : []),
  };
}

async function prepare(
  id: string,
  words: readonly string[],
  hasRoot: boolean,
  context: RunContext,
  spec: Order,
  closers: Closers,
): Promise<Prepared> {
  const name = context.instanceName(id);
  const folder = closers.use(context.instanceFolder(name));
  const root = hasRoot ? rootFor(folder.path, spec) : undefined;
  const launcher = closers.hold(
    await Launcher.start({
      cpus: spec.cpus,
      context,
      account: spec.account,
      // The launcher has its own mount namespace: its mounts vanish with it.
      ...(root === undefined || !isRoot() ? {} : { prefix: ["unshare", "--mount"] }),
      setup: [
        // Relative paths are relative to the folder where isotax was started.
        sh`cd ${process.cwd()}`,
        ...(root?.mount === undefined ? [] : [root.mount]),
        ...joinLines(context.cgroups, await context.sizingCgroup(spec)),
      ],
    }),
  );
  const values: Readonly<Record<string, string>> = {
    [ROOTFS]: root?.path ?? "",
    "{name}": name,
    "{memory}": String(spec.memoryMiB),
    "{cpus}": spec.cpus.join(","),
  };
  const filled = words.map((word) =>
    Object.entries(values).reduce((text, [key, value]) => text.replaceAll(key, value), word),
  );
  return {
    facts: { command: words.join(" "), ...limitFacts(context.cgroups) },
    launcher,
    paths: hasRoot ? imagePaths(spec.image) : hostPaths(spec.image, folder.path),
    launch: (entry) => ({
      argv: filled.includes(COMMAND)
        ? filled.flatMap((word) => (word === COMMAND ? entry : [word]))
        : [...filled, ...entry],
    }),
    remove: (clean) => closers.unwind(clean),
  };
}

/** The instance's own root filesystem: a writable layer above the image, if one can be mounted. */
function rootFor(folder: string, { image }: OpenSpec): { path: string; mount?: ShellText } {
  if (!isRoot()) return { path: image.rootfs };
  const [root, upper, work] = ["root", "upper", "work"].map((part) => {
    const path = join(folder, part);
    mkdirSync(path);
    return path;
  }) as [string, string, string];
  const options = overlayOptions(image.rootfs, upper, work);
  return {
    path: root,
    mount: sh`mount -t overlay -o ${options} overlay ${root}`,
  };
}
