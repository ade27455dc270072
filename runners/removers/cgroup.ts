import { z } from "zod";
import { removeCgroup } from "../kernel/cgroups.ts";
import { cgroupProblem } from "../ledger/ours.ts";
import { remover, Text } from "./remover.ts";

export const cgroup = remover({
  schema: z.object({ kind: z.literal("cgroup"), name: Text }),
  outlivesReboot: false,
  describe: ({ name }) => `cgroup ${name}`,
  problem: ({ name }) => cgroupProblem(name),
  remove: ({ name }) => removeCgroup(name),
});
