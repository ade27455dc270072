import { z } from "zod";
import { say } from "../../bench/messages.ts";
import { pathProblem } from "../ledger/ours.ts";
import { removeVmwareVm } from "../vm/vmware.ts";
import { remover, Text } from "./remover.ts";

export const vmwareVm = remover({
  schema: z.object({ kind: z.literal("vmware-vm"), vmx: Text }),
  outlivesReboot: false,
  describe: ({ vmx }) => say("leftovers.vmware-vm", { vmx }),
  problem: ({ vmx }) => pathProblem(vmx),
  remove: ({ vmx }) => removeVmwareVm(vmx),
});
