import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { tryDocker } from "../containers/docker/client.ts";
import { findEndpoint } from "../containers/docker/endpoint.ts";
import { which } from "../host/process.ts";
import { isBelowOurs, nameProblem } from "../ledger/ours.ts";
import { remover, Text } from "./remover.ts";

export const dockerContainer = remover({
  /** `host`: as in DOCKER_HOST. */
  schema: z.object({ kind: z.literal("docker-container"), name: Text, host: Text }),
  outlivesReboot: false,
  describe: ({ name }) => say("leftovers.docker-container", { name }),
  problem: async ({ name, host }) => nameProblem(name) ?? (await hostProblem(host)),
  remove: ({ host, name }) => removeContainer(host, name),
});

const USUAL_SOCKET = "/var/run/docker.sock";

/**
 * The daemon must be our private one, the usual one, or the one that the client is configured for.
 */
async function hostProblem(host: string): Promise<Message | undefined> {
  const socket = /^unix:\/\/(\/.*)$/s.exec(host)?.[1];
  if (socket === USUAL_SOCKET || (socket !== undefined && isBelowOurs(socket))) return undefined;
  if (socket !== undefined && (await findEndpoint()).running?.host === host) return undefined;
  return say("leftovers.other-docker", { host });
}

const PATIENCE = { timeoutMs: 20_000 };

async function removeContainer(host: string, name: string): Promise<void> {
  const socket = host.replace("unix://", "");
  if (which("docker") === undefined || !existsSync(socket)) return;
  const remove = () => tryDocker(host, ["rm", "--force", "--volumes", name], PATIENCE);
  let { exitCode, stderr } = await remove();
  // The daemon is already removing it.
  for (let i = 0; i < 50 && stderr.includes("already in progress"); i++) {
    await sleep(100);
    ({ exitCode, stderr } = await remove());
  }
  if (exitCode === 0 || stderr.includes("No such container")) return;
  // The containers of a private daemon die with it.
  if (isBelowOurs(socket) && stderr.includes("Cannot connect")) return;
  throw new Error(stderr.trim());
}
