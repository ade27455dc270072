import { basename, resolve } from "node:path";
import { say } from "../../bench/messages.ts";
import { ociRecipe } from "../containers/oci/runtime.ts";
import { which } from "../host/process.ts";
import type { Variants } from "../registry.ts";

/** Runtimes with the OCI command line. Help texts name the installed ones. */
const KNOWN = ["youki", "kata-runtime"];

/** Any other OCI runtime, by its command's name or by its path. It needs no code. */
export const variants: Variants = {
  parameter: "RUNTIME",
  about: say("targets.about-oci"),
  known: KNOWN.filter((name) => which(name) !== undefined),
  of: (name) => {
    if (name === "" || name.endsWith("/")) return undefined;
    const isPath = basename(name) !== name;
    return ociRecipe({
      id: `oci:${name}`,
      title: name,
      adds: `an OCI runtime, ${name}`,
      rung: 66,
      below: "seccomp",
      command: isPath ? resolve(name) : name,
      remedy: isPath
        ? say("targets.build-program", { path: resolve(name) })
        : say("targets.put-runtime", { name }),
    });
  },
};
