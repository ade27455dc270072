import { z } from "zod";
import { say } from "../../bench/messages.ts";
import { removeCgroup } from "../kernel/cgroups.ts";
import { cgroupProblem } from "../ledger/ours.ts";
import { remover, Text } from "./remover.ts";

export const cgroup = remover({
  schema: z.object({ kind: z.literal("cgroup"), name: Text }),
  outlivesReboot: false,
  describe: ({ name }) => say("leftovers.cgroup", { name }),
  problem: ({ name }) => cgroupProblem(name),
  remove: ({ name }) => removeCgroup(name),
});
