/** Prepares the machine: packages, servers, the image, then a first look at every target. */
import { asMessage, IsotaxError } from "../errors.ts";
import { roomError } from "../files.ts";
import type { Experiment, Image, OpenSpec, Target } from "../types.ts";
import { type Surroundings, told } from "./events.ts";
import type { Machine, PackageNeeds } from "./machine.ts";
import { type Preflight, preflight } from "./preflight.ts";

/** What the machine must be ready for. */
export interface Needs extends PackageNeeds {
  readonly runId: string;
  readonly cpus: readonly number[];
  readonly memoryMiB: number;
  /** Refuses an unsuitable image before any target is opened. */
  readonly checkImage?: (image: Image) => void;
  /** Whether a target is opened in the first look. All are, if absent. */
  readonly opens?: ((target: Target) => boolean) | undefined;
}

export interface ReadyMachine {
  readonly machine: Machine;
  readonly image: Image;
  readonly targets: readonly Target[];
  /** One for each target, in their order. */
  readonly looks: readonly Preflight[];
}

/** Does `work` on a machine that is ready for it. Everything it made is gone when this returns. */
export async function onReadyMachine<T>(
  needs: Needs,
  around: Surroundings,
  work: (ready: ReadyMachine) => Promise<T>,
): Promise<T> {
  const { host, emit, stopping } = around;
  stopping.signal.throwIfAborted();
  await ensurePackages(needs, around);
  stopping.signal.throwIfAborted();
  const machine = host.begin(needs.runId);
  stopping.atOnce = () => machine.killNow();
  try {
    await ensureServers(needs.workloads, machine, around);
    const { image } = await told(
      emit,
      { name: "image" },
      () => machine.image(needs.workloads),
      (prepared) => ({ of: "image", image: prepared.image, built: prepared.built }),
    );
    needs.checkImage?.(image);
    const targets = await machine.targets(needs.targets);
    const spec = { cpus: needs.cpus, memoryMiB: needs.memoryMiB, image, scratchMiB: 0 };
    const beside = makeAhead(targets, image, stopping.signal);
    const looks = await checkTargets(targets, spec, around, needs.opens).finally(() => beside);
    return await work({ machine, image, targets, looks });
  } finally {
    const problems = await machine.close();
    stopping.atOnce = () => {};
    for (const problem of problems) emit({ kind: "not-removed", problem });
  }
}

/** Installs the packages that are missing, or reports them. */
export async function ensurePackages(
  needs: PackageNeeds,
  { host, emit }: Pick<Surroundings, "host" | "emit">,
): Promise<void> {
  const packages = await host.packages.missing(needs);
  if (packages.length === 0) return;
  if (!host.packages.mayFetch) {
    emit({ kind: "packages-not-wanted", packages });
    return;
  }
  const ability = await host.packages.ability();
  if (!ability.can) {
    emit({ kind: "packages-not-possible", packages, reason: ability.reason });
    return;
  }
  emit({ kind: "packages-begun", packages });
  const names = packages.map((one) => one.package);
  const failed = await told(emit, { name: "packages" }, () =>
    host.packages.install(names, (line) => emit({ kind: "packages-line", line })),
  );
  if (failed.length > 0) emit({ kind: "packages-failed", names: failed });
}

/** Unpacks the servers that the workloads need and the host lacks. A failure does not stop it. */
async function ensureServers(
  workloads: readonly Experiment[],
  machine: Machine,
  { host, emit }: Surroundings,
): Promise<void> {
  const tools = new Set(workloads.flatMap(({ tools, clients }) => [...tools, ...clients]));
  for (const tool of machine.toUnpack([...tools])) {
    if (!host.packages.mayFetch) {
      emit({ kind: "server-not-wanted", tool });
      continue;
    }
    try {
      await told(emit, { name: "server", tool }, () => machine.unpack(tool));
    } catch (error) {
      const known = roomError(error) ?? error;
      const remedy = known instanceof IsotaxError ? known.remedy : undefined;
      emit({ kind: "server-failed", tool, reason: asMessage(known), remedy });
    }
  }
}

/**
 * Makes what takes long beside the looks at the first targets: much of it is waiting for the network
 * or for a guest that does not boot. What fails is tried again by the look at its target, which
 * reports it.
 */
async function makeAhead(
  targets: readonly Target[],
  image: Image,
  signal: AbortSignal,
): Promise<void> {
  await Promise.allSettled(targets.map((target) => target.ahead?.(image, signal)));
}

/**
 * Opens each target once. Targets that do not work are reported here, and measured as unavailable.
 */
async function checkTargets(
  targets: readonly Target[],
  spec: OpenSpec,
  { emit, stopping }: Surroundings,
  opens?: Needs["opens"],
): Promise<readonly Preflight[]> {
  const looks: Preflight[] = [];
  for (const target of targets) {
    const look = await told(
      emit,
      { name: "target", id: target.id },
      () => preflight(target, spec, stopping.signal, opens?.(target)),
      (found) => ({ of: "target", look: found }),
    );
    looks.push(look);
  }
  return looks;
}
