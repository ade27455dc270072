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
    "writable-root": "its root was mounted, read-only, before the snapshot was made",
    network: "its snapshot was made without a network card",
  },
  machine: "microvm as qemu-microvm, restored from a snapshot",

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
        "wall clock inside": "continues from the time of the snapshot",
      },
    };
  },
});

function preworkOf(snapshot: Snapshot, memoryMiB: number): string {
  const seconds = (ns: number) => `${(ns / 1e9).toFixed(2)} s`;
  const mebibytes = (snapshot.ramBytes / 2 ** 20).toFixed(0);
  return (
    `a snapshot, made once a run: booted in ${seconds(snapshot.bootNs)}, saved in ${seconds(snapshot.saveNs)}; ` +
    `${(snapshot.stateBytes / 2 ** 10).toFixed(0)} KiB of state, and a RAM file of ${memoryMiB} MiB that holds ${mebibytes} MiB`
  );
}
