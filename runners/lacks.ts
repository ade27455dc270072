/** Why a workload cannot run on this machine, and what to do. */
import { say } from "../bench/messages.ts";
import type { Experiment, Image, Lack } from "../bench/types.ts";
import { PROBE } from "./audit/probe.ts";
import { broughtPrograms, whyNotBrought } from "./images/brought.ts";
import { isFromHost } from "./images/own/programs.ts";
import { locateTool, serverRemedy } from "./images/servers.ts";
import { isImageTool, whyNotInImage } from "./images/tools.ts";
import { networkProblem } from "./network/lab.ts";
import { installCommand, together } from "./tools/requirements.ts";

/** Why a workload cannot run here: the host has no network for it, or lacks one of its tools. */
export function workloadProblem(workload: Experiment, image: Image): Lack | undefined {
  const network = workload.needs.includes("network") ? networkProblem() : undefined;
  if (network !== undefined) return network;
  const absent = workload.tools.filter((tool) => !image.tools.some(({ name }) => name === tool));
  const clients = workload.clients.filter((tool) => locateTool(tool) === undefined);
  const brought =
    image.origin === undefined ? broughtProblem(workload, absent) : insideProblem(workload, absent);
  return brought ?? toolProblem(absent, clients);
}

/**
 * Says which programs of a user's own workload cannot be brought into the image. `absent`: the tools
 * that the image does not hold.
 */
export function broughtProblem(
  workload: Pick<Experiment, "brings">,
  absent: readonly string[],
): Lack | undefined {
  const programs = broughtPrograms([workload]).filter(({ name }) => absent.includes(name));
  if (programs.length === 0) return undefined;
  const reasons = programs.map(
    (program) =>
      whyNotBrought(program) ?? say("images.tool-lacks-library", { program: program.name }),
  );
  return { reason: together(reasons), remedy: say("own.install-program") };
}

/** Says which programs of a user's own workload the user's own image does not have. */
function insideProblem(workload: Experiment, absent: readonly string[]): Lack | undefined {
  const programs = broughtPrograms([workload])
    .filter((program) => !isFromHost(program))
    .map(({ name }) => name)
    .filter((name) => absent.includes(name));
  if (programs.length === 0) return broughtProblem(workload, absent);
  return {
    reason: say("own-image.no-program", { programs }),
    remedy: say("own-image.name-program"),
  };
}

/** Says which tools are missing, and how to get them. Clients run outside the image. */
export function toolProblem(
  tools: readonly string[],
  clients: readonly string[] = [],
): Lack | undefined {
  if (tools.length + clients.length === 0) return undefined;
  // No package helps where the image would not take the tool.
  const foreign = tools.filter((tool) => !isImageTool(tool) && tool !== PROBE);
  // Without a compiler, its package is the remedy.
  const isBroken = tools.includes(PROBE) && clients.length === 0;
  const missing = [...tools.filter(isImageTool), ...clients];
  const remedies = missing.map((tool) => serverRemedy(tool)).filter((one) => one !== undefined);
  const packaged = missing.filter((tool) => serverRemedy(tool) === undefined);
  const reasons = [
    ...tools.map(whyNotInImage),
    ...clients.map((tool) => say("tools.not-on-host", { tool })),
  ];
  return {
    reason: together(reasons),
    remedy: together([
      ...(packaged.length === 0 ? [] : [installCommand(packaged)]),
      ...remedies,
      ...(isBroken ? [say("primitives.use-other-compiler")] : []),
      ...(foreign.length === 0 ? [] : [say("images.give-row", { tools: foreign })]),
    ]),
  };
}
