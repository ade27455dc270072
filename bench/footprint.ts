/**
 * What one more instance takes: several are opened, one after the other, and what all take together
 * is read at 1, 2, 4, 8 and so on. The slope is what each adds; what they share (a daemon, the page
 * cache of the image) is not in it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "./errors.ts";
import { firstAnswer } from "./serve.ts";
import type {
  Footprint,
  FootprintParams,
  FootprintWorkload,
  Measurement,
  OpenSpec,
  Session,
  Target,
} from "./types.ts";

/** How long an instance that was just opened is left alone before it is looked at. */
const SETTLE_MS = 500;

export async function measureFootprint(
  target: Target,
  spec: OpenSpec,
  workload: FootprintWorkload,
  params: FootprintParams,
  signal: AbortSignal,
): Promise<readonly Measurement[]> {
  const { service } = workload;
  const asked = service === undefined ? spec : { ...spec, served: true };
  const sessions: Session[] = [];
  const counts: number[] = [];
  const seen: Footprint[] = [];
  try {
    for (let next = 1; next <= params.instances; next *= 2) {
      while (sessions.length < next) {
        const session = await target.open(asked, signal);
        sessions.push(session);
        if (service !== undefined) await firstAnswer(session, target, workload.id, service, signal);
      }
      await sleep(SETTLE_MS);
      const footprint = sessions[0]?.footprint();
      if (footprint === undefined) throw notCounted(target);
      counts.push(next);
      seen.push(footprint);
    }
  } catch (error) {
    await closeAll(sessions).catch(() => {}); // What came first is what is to be told.
    throw error;
  }
  await closeAll(sessions);
  return measurementsOf(counts, seen);
}

/** One that cannot be closed does not keep the others open. */
async function closeAll(sessions: readonly Session[]): Promise<void> {
  const errors: unknown[] = [];
  for (const session of sessions.toReversed()) {
    await session.close().catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}

function notCounted({ id }: Target): IsotaxError {
  return new IsotaxError(
    "NOT_COUNTED",
    `what instances of ${id} take cannot be counted: they are not all in a control group of the run`,
    "see its facts for the host's CPU time, which is counted in the same way",
  );
}

function measurementsOf(
  counts: readonly number[],
  seen: readonly Footprint[],
): readonly Measurement[] {
  const each = (metric: string, of: (one: Footprint) => number): Measurement => ({
    ...{ metric, unit: "bytes", better: "lower", clock: "host" },
    values: [slope(counts, seen.map(of))],
  });
  const measurements = [
    each("pss", ({ pss }) => pss.anonBytes + pss.fileBytes + pss.shmemBytes),
    each("pss/anonymous", ({ pss }) => pss.anonBytes),
    each("pss/files", ({ pss }) => pss.fileBytes),
    each("pss/shared memory", ({ pss }) => pss.shmemBytes),
  ];
  if (seen.every(({ cgroup }) => cgroup !== undefined)) {
    const of = (part: keyof NonNullable<Footprint["cgroup"]>) => (one: Footprint) =>
      one.cgroup?.[part] ?? 0;
    measurements.push(
      each("cgroup", (one) => of("anonBytes")(one) + of("fileBytes")(one) + of("kernelBytes")(one)),
      each("cgroup/anonymous", of("anonBytes")),
      each("cgroup/files", of("fileBytes")),
    );
    // A kernel that does not tell its own share would look frugal.
    if (seen.every(({ cgroup }) => cgroup?.kernelBytes !== undefined)) {
      measurements.push(each("cgroup/kernel", of("kernelBytes")));
    }
  }
  return [
    ...measurements,
    each("available", ({ availableBytes }) => -availableBytes),
    each("disk", ({ diskUsedBytes }) => diskUsedBytes),
  ];
}

/** Least squares. Two points at least. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  let [above, below] = [0, 0];
  for (const [index, value] of x.entries()) {
    above += (value - middleX) * ((y[index] ?? Number.NaN) - middleY);
    below += (value - middleX) ** 2;
  }
  if (!(below > 0)) throw new RangeError("a slope needs two counts at least");
  return above / below;
}
