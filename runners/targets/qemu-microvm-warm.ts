import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { qemuRecipe } from "../vm/qemu/recipe.ts";
import { restoreCommand, type Snapshot, takeSnapshot } from "../vm/qemu/snapshot.ts";

/** The microvm, restored from a snapshot in which it waits for its work, instead of booted. */
export const recipe = qemuRecipe({
  id: "qemu-microvm-warm",
  title: "QEMU microvm, from a snapshot",
  adds: "a snapshot, made beforehand, from which each start continues: no boot; RAM mapped privately, copy on write",
  rung: 205,
  below: "qemu-microvm",
  warm: true,
  lacks: {
    "writable-root": say("targets.root-in-snapshot"),
    network: say("targets.snapshot-without-card"),
  },
  machine: say("vm.machine-restored"),

  async start({ context, spec, machine, signal }) {
    const { cpus, memoryMiB, scratchMiB, image } = spec;
    const key = `snapshot-${cpus.join("_")}-${memoryMiB}-${scratchMiB}-${image.digest}`;
    const snapshot = await context.shared(key, () => takeSnapshot(machine, cpus, context, signal));
    return {
      command: restoreCommand(machine, snapshot),
      // The guest's init ran, and printed its mark, before the snapshot was made.
      init: "has-run",
      facts: {
        prework: preworkOf(snapshot, memoryMiB),
        "wall clock inside": say("vm.clock-from-snapshot"),
      },
    };
  },
});

function preworkOf(snapshot: Snapshot, memoryMiB: number): Message {
  const { bootNs, saveNs, stateBytes, ramBytes } = snapshot;
  return say("vm.prework-snapshot", { bootNs, saveNs, stateBytes, ramBytes, memoryMiB });
}
