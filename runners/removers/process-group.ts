import { z } from "zod";
import { say } from "../../bench/messages.ts";
import { isAlive, killGroup } from "../host/process.ts";
import { Identity, remover } from "./remover.ts";

export const processGroup = remover({
  schema: z.object({ kind: z.literal("process-group"), leader: Identity }),
  outlivesReboot: false,
  describe: ({ leader }) => say("leftovers.process-group", { pid: leader.pid }),
  // Pid and start time identify it.
  problem: () => undefined,
  remove: async ({ leader }) => kill(leader),
  endNow: ({ leader }) => kill(leader),
});

function kill(leader: z.infer<typeof Identity>): void {
  if (isAlive(leader)) killGroup(leader.pid);
}
