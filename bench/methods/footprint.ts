/**
 * What one more instance takes. Several are opened, one after the other. What all of them take
 * together is read at 1, 2, 4, 8 and so on. The slope is what each instance adds. What they share
 * (a daemon, the page cache of the image) is not part of it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "../errors.ts";
import { say } from "../messages.ts";
import type { Experiment, Footprint, Lab, Metric, Params, Session, Values } from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";
import { firstAnswer, type Service } from "./serve.ts";

/** The largest number of instances at once, a power of two. */
export type FootprintParams = Params & { readonly instances: number };

export interface FootprintSpec extends Described<FootprintParams> {
  readonly scratchMiB: number;
  /**
   * A service that is started in each instance and waited for. Without one, the instances are idle.
   */
  readonly service?: Service;
}

const INSTANCES = "instances";

const METRICS: readonly Metric[] = [
  bytes("pss", { role: "headline" }),
  bytes("pss/anonymous", { role: "part", of: "pss" }),
  bytes("pss/files", { role: "part", of: "pss" }),
  bytes("pss/shared memory", { role: "part", of: "pss" }),
  bytes("cgroup", { role: "detail" }),
  bytes("cgroup/anonymous", { role: "part", of: "cgroup" }),
  bytes("cgroup/files", { role: "part", of: "cgroup" }),
  bytes("cgroup/kernel", { role: "part", of: "cgroup" }),
  bytes("available", { role: "detail" }),
  bytes("disk", { role: "detail" }),
];

function bytes(id: string, more: Pick<Metric, "role" | "of">): Metric {
  return {
    id,
    unit: "bytes",
    better: "lower",
    against: "difference",
    // Measured only one to five times a run, which is too few rounds for a verdict.
    gated: false,
    fold: { how: "slope", along: INSTANCES },
    ...more,
  };
}

/** Seconds that each instance takes besides its opening, and that each reading takes. */
const SECONDS_EACH = 0.1;
const SECONDS_A_LOOK = 0.5;

/** How long a new instance is left alone before it is read. */
const SETTLE_MS = 500;

export function footprintExperiment(spec: FootprintSpec): Experiment<FootprintParams> {
  return {
    ...described(spec),
    metrics: () => inFamily(spec, METRICS),
    seconds: ({ instances }, { openingSeconds }) =>
      instances * (openingSeconds + SECONDS_EACH) + SECONDS_A_LOOK * (1 + Math.log2(instances)),
    run: (lab, _subject, p) => grow(lab, spec, p),
  };
}

async function grow(
  lab: Lab,
  { id, service, scratchMiB }: FootprintSpec,
  { instances }: FootprintParams,
): Promise<readonly Values[]> {
  const room = { scratchMiB, served: service !== undefined };
  const target = lab.target("target").id;
  const sessions: Session[] = [];
  const seen: Seen[] = [];
  for (let next = 1; next <= instances; next *= 2) {
    while (sessions.length < next) {
      const session = await lab.open("target", room);
      sessions.push(session);
      if (service === undefined) continue;
      await firstAnswer(session, { workload: id, target }, service, lab.signal);
    }
    await sleep(SETTLE_MS);
    const footprint = sessions[0]?.footprint();
    if (footprint === undefined) throw notCounted(target);
    seen.push({ instances: next, footprint });
  }
  return observationsOf(seen);
}

function notCounted(target: string): IsotaxError {
  return new IsotaxError(
    "NOT_COUNTED",
    say("workloads.not-counted", { target }),
    say("workloads.see-cpu-facts"),
  );
}

interface Seen {
  readonly instances: number;
  readonly footprint: Footprint;
}

/** How to read each metric from a footprint. Undefined where the kernel does not say. */
const READ: Readonly<Record<string, (of: Footprint) => number | undefined>> = {
  pss: ({ pss }) => pss.anonBytes + pss.fileBytes + pss.shmemBytes,
  "pss/anonymous": ({ pss }) => pss.anonBytes,
  "pss/files": ({ pss }) => pss.fileBytes,
  "pss/shared memory": ({ pss }) => pss.shmemBytes,
  cgroup: ({ cgroup }) => cgroup && cgroup.anonBytes + cgroup.fileBytes + (cgroup.kernelBytes ?? 0),
  "cgroup/anonymous": ({ cgroup }) => cgroup?.anonBytes,
  "cgroup/files": ({ cgroup }) => cgroup?.fileBytes,
  "cgroup/kernel": ({ cgroup }) => cgroup?.kernelBytes,
  // What the host has less of is what the instances take.
  available: ({ availableBytes }) => -availableBytes,
  disk: ({ diskUsedBytes }) => diskUsedBytes,
};

function observationsOf(seen: readonly Seen[]): readonly Values[] {
  return Object.entries(READ).flatMap(([metric, read]): Values[] => {
    const values = seen.map(({ footprint }) => read(footprint));
    // A count that is missing now and then would give a wrong slope.
    if (values.some((value) => value === undefined)) return [];
    return seen.map(({ instances }, index) => ({
      metric,
      at: { [INSTANCES]: instances },
      values: [values[index] as number],
      clock: "host",
    }));
  });
}
