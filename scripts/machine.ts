/** Makes the machine ready: packages, image, then a first look at every target. */
import { IsotaxError, messageOf } from "../bench/errors.ts";
import { roomError } from "../bench/files.ts";
import { type Preflight, preflight } from "../bench/preflight.ts";
import type { Image, Lack, Need, OpenSpec, Target, Workload } from "../bench/types.ts";
import type { RunContext } from "../runners/context.ts";
import { rootfsImage } from "../runners/images/rootfs.ts";
import {
  isToBeUnpacked,
  locateTool,
  serverRemedy,
  unpackServer,
} from "../runners/images/servers.ts";
import { whyNotInImage } from "../runners/images/tools.ts";
import { networkProblem } from "../runners/network/lab.ts";
import { findRecipes } from "../runners/registry.ts";
import { installAbility, installPackages, missingPackages } from "../runners/tools/install.ts";
import { installCommand } from "../runners/tools/requirements.ts";
import { toolsFor } from "../runners/tools/table.ts";
import type { Progress } from "./progress.ts";

/** Installs what the chosen targets and workloads lack, or says what it would take. */
export async function ensurePackages(
  progress: Progress,
  targets: readonly string[],
  workloads: readonly Workload[],
  mayInstall: boolean,
  extraTools: readonly string[] = [],
): Promise<void> {
  const recipes = await findRecipes(targets);
  const needed = (need: Need) => workloads.some(({ needs }) => needs?.includes(need));
  const tools = [
    ...toolsFor("always", "clean-up"),
    ...extraTools,
    ...recipes.flatMap(({ requires }) =>
      requires.filter(({ kind }) => kind === "tool").map(({ name }) => name),
    ),
    ...workloads.flatMap((workload) => [...workload.tools, ...clientsOf(workload)]),
    ...(needed("network") ? ["ip"] : []),
    ...(needed("writable-root") && recipes.some(({ kind }) => kind === "vm") ? ["qemu-img"] : []),
  ];
  const missing = await missingPackages(tools);
  if (missing.length === 0) return;
  const names = missing.map((one) => one.package);
  const reasons = missing.map((one) => `    ${one.package}: ${one.why}`).join("\n");
  const byHand = aptCommand(names);
  if (!mayInstall) {
    progress.warn(`not installed, as asked (--no-install):\n${reasons}\n    by hand: ${byHand}`);
    return;
  }
  const ability = await installAbility();
  if (!ability.can) {
    progress.warn(
      `missing, and cannot be installed (${ability.reason}):\n${reasons}\n    by hand: ${byHand}`,
    );
    return;
  }
  progress.say(`Installing Debian packages with apt-get:\n${reasons}`);
  const failed = await progress.step("install packages", () =>
    installPackages(names, ability.prefix, (line) => progress.say(line)),
  );
  if (failed.length > 0) {
    progress.warn(
      `could not be installed, see apt-get's messages above: ${failed.join(", ")}\n    by hand: ${aptCommand(failed)}`,
    );
  }
}

function aptCommand(packages: readonly string[]): string {
  return `sudo apt-get install --no-install-recommends ${packages.join(" ")}`;
}

/** Unpacks the servers that the workloads need and the host does not have; goes on without what fails. */
export async function ensureServers(
  progress: Progress,
  context: RunContext,
  workloads: readonly Workload[],
): Promise<void> {
  const tools = new Set(workloads.flatMap((workload) => workload.tools));
  for (const name of [...tools].filter(isToBeUnpacked)) {
    if (!context.options.mayFetch) {
      progress.warn(`${name} is not downloaded, as asked (--no-install)`);
      continue;
    }
    try {
      await progress.step(`unpack ${name} into the cache`, () => unpackServer(context, name));
    } catch (error) {
      const known = roomError(error) ?? error;
      const remedy = known instanceof IsotaxError ? `\n    -> ${known.remedy}` : "";
      progress.warn(`${name} could not be had: ${messageOf(known)}${remedy}`);
    }
  }
}

export async function ensureImage(progress: Progress, context: RunContext): Promise<Image> {
  const { image } = await progress.step(
    "root filesystem image",
    () => rootfsImage(context),
    ({ image: { digest, files }, built }) =>
      `${digest.slice(0, 12)}, ${files.length} files, ${built === false ? "from the cache" : `built (${built})`}`,
    { long: true },
  );
  return image;
}

/** Opens each target once; those that do not work are said here, and measured as unavailable. */
export async function checkTargets(
  progress: Progress,
  targets: readonly Target[],
  spec: OpenSpec,
  signal: AbortSignal,
): Promise<readonly Preflight[]> {
  const results: Preflight[] = [];
  for (const target of targets) {
    const result = await progress.step(
      `target ${target.id}`,
      () => preflight(target, spec, signal),
      ({ state }) => (state.ok ? readiness(state.facts) : `unavailable: ${state.reason}`),
    );
    if (!result.state.ok) progress.say(`    -> ${result.state.remedy}`);
    for (const warning of result.warnings)
      progress.warn(`${warning.message}\n    -> ${warning.remedy}`);
    results.push(result);
  }
  return results;
}

function readiness(facts: Readonly<Record<string, string>>): string {
  if (facts["accelerator"] === "tcg") {
    return `ready, but EMULATED (TCG): ${facts["accelerator reason"] ?? ""}`;
  }
  return facts["accelerator"] === undefined ? "ready" : `ready (${facts["accelerator"]})`;
}

/** Why a workload cannot run: its tool is not in the image, because the host lacks it. */
export function workloadProblem(workload: Workload, image: Image): Lack | undefined {
  const network = workload.needs?.includes("network") === true ? networkProblem() : undefined;
  if (network !== undefined) return network;
  return toolProblem(
    workload.tools.filter((tool) => !image.tools.some(({ name }) => name === tool)),
    clientsOf(workload).filter((tool) => locateTool(tool) === undefined),
  );
}

/** Programs that run outside of instances. */
export function clientsOf(workload: Workload): readonly string[] {
  return workload.mode === "serve" ? workload.clients : [];
}

/** That these tools are missing, and how to get them; clients run outside of the image. */
export function toolProblem(
  tools: readonly string[],
  clients: readonly string[] = [],
): Lack | undefined {
  const missing = [...tools, ...clients];
  if (missing.length === 0) return undefined;
  const remedies = missing.map((tool) => serverRemedy(tool)).filter((one) => one !== undefined);
  const packaged = missing.filter((tool) => serverRemedy(tool) === undefined);
  const reasons = [
    ...tools.map(whyNotInImage),
    ...clients.map((client) => `${client} not found on this host`),
  ];
  return {
    reason: reasons.join("; "),
    remedy: [...(packaged.length === 0 ? [] : [installCommand(packaged)]), ...remedies].join("; "),
  };
}
