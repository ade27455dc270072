import { z } from "zod";
import { say } from "../../bench/messages.ts";
import { nameProblem } from "../ledger/ours.ts";
import { removeVirtualboxVm } from "../vm/virtualbox.ts";
import { remover, Text } from "./remover.ts";

export const virtualboxVm = remover({
  schema: z.object({ kind: z.literal("virtualbox-vm"), name: Text }),
  // VirtualBox keeps its list of VMs in the user's home.
  outlivesReboot: true,
  describe: ({ name }) => say("leftovers.virtualbox-vm", { name }),
  problem: ({ name }) => nameProblem(name),
  remove: ({ name }) => removeVirtualboxVm(name),
});
