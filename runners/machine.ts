/**
 * This machine as a campaign sees it: the implementation of bench/campaign/machine.ts that
 * measures.
 */
import type { Host, Machine, PackageNeeds, Packages } from "../bench/campaign/machine.ts";
import { CACHED_TIMINGS, sweepTimings } from "../bench/campaign/timings.ts";
import { hostFacts } from "../bench/host.ts";
import type { Need } from "../bench/types.ts";
import { RunContext } from "./context.ts";
import { allowedCpus, pinSelf } from "./host/cpus.ts";
import { detectVirtualization, toolVersion } from "./host/facts.ts";
import { programVersions } from "./host/program-versions.ts";
import { splitCpus } from "./host/split-cpus.ts";
import { readUserKernel } from "./images/guest-kernel.ts";
import { OWN_IMAGE_TOOLS, ownImage } from "./images/own/own-image.ts";
import { type ImageReference, parseReference } from "./images/own/reference.ts";
import { rootfsImage } from "./images/rootfs.ts";
import { isToBeUnpacked, unpackServer } from "./images/servers.ts";
import { writableDisk } from "./images/vm-disk.ts";
import { workloadProblem } from "./lacks.ts";
import { calibrate } from "./launch/calibration.ts";
import { bootId, sweepDeadRuns } from "./ledger/ledger.ts";
import { findRecipes, loadTargets } from "./registry.ts";
import { installAbility, installPackages, missingPackages } from "./tools/install.ts";
import { toolsFor } from "./tools/table.ts";

export interface HostOptions {
  /** Whether packages, kernels and servers may be fetched. */
  readonly mayFetch: boolean;
  /** The user's own kernel for VMs, instead of the distribution's. */
  readonly guestKernel?: string | undefined;
  /** Names the user's own image: `parseReference`. */
  readonly image?: string | undefined;
  readonly lock: Host["lock"];
}

/** Errors: `IsotaxError` if the user's guest kernel is not a kernel, or the image is not named well. */
export function thisHost({ mayFetch, guestKernel, image, lock }: HostOptions): Host {
  if (guestKernel !== undefined) readUserKernel(guestKernel);
  const ownImage = image === undefined ? undefined : parseReference(image);
  const own = {
    ...(guestKernel === undefined ? {} : { guestKernel }),
    ...(ownImage === undefined ? {} : { ownImage }),
  };
  return {
    lock,
    sweep: () => {
      sweepTimings();
      return sweepDeadRuns();
    },
    allowedCpus,
    divideCpus: splitCpus,
    moveHarness: pinSelf,
    bootId,
    packages: packagesOfHost(mayFetch, ownImage),
    begin: (runId) => machineOf(new RunContext({ runId, mayFetch, ...own })),
  };
}

function machineOf(context: RunContext): Machine {
  const { ownImage: own } = context.options;
  return {
    image: (workloads) =>
      own === undefined ? rootfsImage(context, workloads) : ownImage(context, own, workloads),
    targets: (ids) => loadTargets(context, ids),
    calibrate: (cpus) => calibrate(context, cpus),
    timings: CACHED_TIMINGS,
    facts: () => hostFacts(detectVirtualization, context.workFolder),
    versionOf: toolVersion,
    programVersions,
    lackOf: workloadProblem,
    toUnpack: (tools) => tools.filter(isToBeUnpacked),
    unpack: (tool) => unpackServer(context, tool),
    makeVmDisk: async (image, roomMiB) => {
      await writableDisk(context, image, roomMiB);
    },
    killNow: () => context.ledger.killProcessesNow(),
    close: () => context.close(),
  };
}

function packagesOfHost(mayFetch: boolean, own: ImageReference | undefined): Packages {
  const more = own === undefined ? [] : OWN_IMAGE_TOOLS;
  return {
    mayFetch,
    missing: async (needs) => missingPackages([...(await neededTools(needs)), ...more]),
    ability: installAbility,
    install: async (names, onLine) => {
      const ability = await installAbility();
      return ability.can ? installPackages(names, ability.prefix, onLine) : names;
    },
  };
}

async function neededTools({ targets, workloads, extraTools }: PackageNeeds): Promise<string[]> {
  const recipes = await findRecipes(targets);
  const needed = (need: Need) => workloads.some(({ needs }) => needs?.includes(need));
  const writesInVm = needed("writable-root") && recipes.some(({ kind }) => kind === "vm");
  return [
    ...toolsFor("always", "clean-up"),
    ...extraTools,
    ...recipes.flatMap(({ requires }) =>
      requires.filter(({ kind }) => kind === "tool").map(({ name }) => name),
    ),
    ...workloads.flatMap((workload) => [...workload.tools, ...workload.clients]),
    ...(needed("network") ? ["ip"] : []),
    ...(writesInVm ? ["qemu-img"] : []),
  ];
}
