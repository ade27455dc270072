import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunContext } from "../context.ts";
import { removeCgroup } from "../host/cgroups.ts";
import { Launcher } from "../host/launcher.ts";
import { isRoot } from "../host/paths.ts";
import { run } from "../host/process.ts";
import { imagePaths } from "../images/paths.ts";
import type { Recipe } from "../instance.ts";
import { bundleConfig, defaultSpec, hybridPrefix } from "../oci/bundle.ts";
import { missingTool, toolRequirement } from "../requirements.ts";
import { removeResource } from "../resources.ts";

/** An OCI runtime, driven as its users do: `crun run` on a bundle made with `crun spec`. */
export const recipe: Recipe = {
  id: "crun",
  title: "crun",
  kind: "runtime",
  adds: "an OCI runtime: its bundle, few capabilities, no_new_privs, a /dev of its own with a device list, masked paths; no seccomp filter, for `crun spec` proposes none",
  rung: 60,
  below: "namespaces",
  main: true,
  requires: [toolRequirement("crun", "the runtime itself")],
  deadlines: { readyMs: 30_000 },

  async probe(context) {
    const missing = missingTool(recipe.requires);
    if (missing !== undefined) return missing;
    if (context.cgroups.version === 0) {
      return {
        ok: false,
        reason: `no control groups for crun: ${context.cgroups.reason}`,
        remedy: isRoot() ? "mount cgroup v2 at /sys/fs/cgroup" : "run as root",
      };
    }
    return { ok: true, facts: await factsOf(context) };
  },

  async prepare(context, spec) {
    const name = context.instanceName(recipe.id);
    const folder = context.instanceFolder(name);
    const cgroup = context.cgroupName(name);
    const scratch = join(folder.path, "scratch");
    mkdirSync(scratch);
    const config = await context.shared("crun-spec", () => defaultSpec(context, "crun"));
    const container = { kind: "oci-container", runtime: "crun", id: name } as const;
    const entry = context.enter(container);
    const launcher = await Launcher.start({
      cpus: spec.cpus,
      ledger: context.ledger,
      prefix: hybridPrefix(),
    });
    return {
      facts: await factsOf(context),
      launcher,
      paths: imagePaths(spec.image),
      launch: (args) => {
        const bundle = bundleConfig(config, spec, cgroup, scratch, args);
        writeFileSync(join(folder.path, "config.json"), JSON.stringify(bundle));
        return {
          argv: ["crun", "--cgroup-manager=cgroupfs", "run", `--bundle=${folder.path}`, name],
        };
      },
      remove: async (clean) => {
        if (!clean) await removeResource(container);
        await removeCgroup(cgroup);
        entry.removed();
        await folder.remove();
      },
    };
  },

  async shipped(_context, image) {
    return image.layers;
  },
};

function factsOf(context: RunContext): Promise<Record<string, string>> {
  return context.shared("crun-facts", async () => {
    const { stdout } = await run(["crun", "--version"]);
    return { version: stdout.split("\n")[0]?.replace("crun version ", "") ?? "unknown" };
  });
}
