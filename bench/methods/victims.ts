/** Victims: they work at a fixed rate, whatever happens, and each operation is timed. */
import {
  type FixedLoad,
  fittingLoad,
  fixedLoad,
  parseFittingLoad,
  parseFixedLoad,
} from "../tools/open-load.ts";
import { parsePace, versionedService } from "../tools/payload.ts";
import type { Command, Lab, Session } from "../types.ts";
import { checkedExec, type Where } from "./exec.ts";
import { checkedLoad, clientDeadlineMs, firstAnswer } from "./serve.ts";

/**
 * What an operation is: only waking, a write of 4 KiB with its flush, or a request to a service, from
 * outside.
 */
export type VictimKind = "timer" | "fsync" | "requests";

export interface Look {
  /**
   * How long after it was due each operation was done, in ns, in the order in which they were due.
   * Undefined for one that failed. The last ones are missing if the look was given up.
   */
  readonly late: readonly (number | undefined)[];
  readonly intervalNs: number;
  /** By the host's CLOCK_MONOTONIC. */
  readonly endedNs: bigint;
}

export interface Victim {
  readonly session: Session;
  readonly clock: "host" | "guest";
  look(): Promise<Look>;
}

/** MiB for what the victim and its neighbour write. */
export const SCRATCH_MIB = 256;
/** How long a client waits for an answer. */
const PATIENCE_MS = 5000;

export interface VictimOrder {
  readonly kind: VictimKind;
  readonly where: Where;
  /** Milliseconds between two operations; more, if the service cannot answer that often. */
  readonly intervalMs: number;
  readonly operations: number;
}

/** A program is slower before its code is compiled. */
const WARM_UP_OPERATIONS = 400;
/** An emulated machine would take long for them. */
const WARM_UP_MS = 2000;

/** Opens it, and looks at it until it is warm. Errors: `RunnerError`. */
export async function openVictim(lab: Lab, order: VictimOrder): Promise<Victim> {
  const victim = await (order.kind === "requests" ? asked(lab, order) : paced(lab, order));
  const untilMs = performance.now() + WARM_UP_MS;
  let operations = 0;
  do {
    await victim.look();
    operations += order.operations;
  } while (operations < WARM_UP_OPERATIONS && performance.now() < untilMs);
  return victim;
}

async function paced(lab: Lab, order: VictimOrder): Promise<Victim> {
  const { kind, where, intervalMs, operations } = order;
  const session = await lab.open("target", { scratchMiB: SCRATCH_MIB });
  const file = kind === "fsync" ? [{ scratch: "paced" }] : [];
  const words = ["pace", String(intervalMs), String(operations), ...file];
  const command: Command = { argv: [{ tool: "node" }, { tool: "payload" }, ...words] };
  return {
    session,
    clock: "guest",
    look: async () => {
      const { stdout, hostNs } = await checkedExec(session, where, command, lab.signal);
      const endedNs = process.hrtime.bigint();
      lab.worked(hostNs);
      return { late: parsePace(stdout), intervalNs: intervalMs * 1e6, endedNs };
    },
  };
}

async function asked(lab: Lab, order: VictimOrder): Promise<Victim> {
  const { where, intervalMs, operations } = order;
  const session = await lab.open("target", { served: true });
  const service = { server: versionedService("victim"), protocol: "http" } as const;
  lab.worked(await firstAnswer(session, where, service, lab.signal));
  const deadlineMs = clientDeadlineMs((operations * intervalMs) / 1e3);
  const load = (command: Command) => checkedLoad(session, where, command, lab.signal, deadlineMs);
  const most: FixedLoad = { rate: 1e3 / intervalMs, patienceMs: PATIENCE_MS };
  const rate = parseFittingLoad((await load(fittingLoad(most))).stdout);
  return {
    session,
    clock: "host",
    look: async () => {
      const { stdout, hostNs } = await load(fixedLoad({ ...most, rate }, operations));
      const endedNs = process.hrtime.bigint();
      lab.worked(hostNs);
      return { late: parseFixedLoad(stdout), intervalNs: 1e9 / rate, endedNs };
    },
  };
}
