/** The probe: a program in C that asks what can be reached from where it runs (probe.c). */
import { fileURLToPath } from "node:url";
import type { RunContext } from "../context.ts";
import { compiledProgram, sourceOf } from "../primitives/programs.ts";

/** The tool's name in commands and in the image. */
export const PROBE = "probe";

/** Its path on the host. Errors: `NO_COMPILER`, `NOT_COMPILED`. */
export function probeProgram(context: RunContext): Promise<string> {
  return compiledProgram(context, {
    name: PROBE,
    folder: "probes",
    sources: [sourceOf("sys.h"), fileURLToPath(new URL("probe.c", import.meta.url))],
  });
}
