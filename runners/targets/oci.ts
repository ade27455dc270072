import { basename } from "node:path";
import { which } from "../host/process.ts";
import { ociRecipe } from "../oci/runtime.ts";
import type { Variants } from "../registry.ts";

/** Runtimes that follow the OCI's command line, named where they are installed. */
const KNOWN = ["youki", "runsc", "kata-runtime"];

/** Any other OCI runtime in the PATH, by its command's name; no code is needed for it. */
export const variants: Variants = {
  parameter: "RUNTIME",
  about: "any other OCI runtime in the PATH, by its command's name",
  known: KNOWN.filter((name) => which(name) !== undefined),
  of: (name) => {
    if (name === "" || basename(name) !== name) return undefined;
    return ociRecipe({
      id: `oci:${name}`,
      title: name,
      adds: `an OCI runtime, ${name}`,
      rung: 66,
      below: "seccomp",
      command: name,
      remedy: `put \`${name}\` into the PATH, or check how its name is spelled`,
    });
  },
};
