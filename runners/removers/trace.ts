import { z } from "zod";
import { say } from "../../bench/messages.ts";
import { run } from "../host/process.ts";
import { nameProblem } from "../ledger/ours.ts";
import { TRACING } from "../surface/place.ts";
import { remover, Text } from "./remover.ts";

/** In a mount namespace of its own, since hosts may not have it mounted. */
const SCRIPT = `mount -t tracefs tracefs ${TRACING} && { [ ! -d "$1" ] || rmdir "$1"; }`;

/** An instance of the kernel's tracing. */
export const trace = remover({
  schema: z.object({ kind: z.literal("trace"), name: Text }),
  outlivesReboot: false,
  describe: ({ name }) => say("leftovers.trace", { name }),
  problem: ({ name }) => nameProblem(name),
  async remove({ name }) {
    const folder = `${TRACING}/instances/${name}`;
    await run(["unshare", "--mount", "sh", "-c", SCRIPT, "sh", folder]);
  },
});
