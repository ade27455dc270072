/** Where a run is measured: on this host, unless all of its targets are made up. */
import { loadMadeTargets } from "../runners/registry.ts";
import type { Machine } from "./machine-port.ts";
import { madeUpMachine } from "./made-up-machine.ts";
import { realMachine } from "./real-machine.ts";

export async function chooseMachine(targets: readonly string[]): Promise<Machine> {
  const made = await loadMadeTargets(targets);
  return made === undefined ? realMachine : madeUpMachine(made);
}
