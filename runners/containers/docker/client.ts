/** Runs Docker's client, with its own environment. */

import { located, type RunOptions, type RunResult, tryRun } from "../../host/process.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";

/**
 * The client gets nothing from the caller's environment. DOCKER_CONTEXT, DOCKER_TLS_VERIFY,
 * DOCKER_API_VERSION or DOCKER_DEFAULT_PLATFORM would send it to another daemon, or make it refuse.
 * A proxy in the caller's config.json would be set in each container. Timed and untimed commands
 * get the same environment.
 */
export function clientEnv(host: string): Readonly<Record<string, string>> {
  const { PATH, HOME } = INSTANCE_ENV;
  // /nonexistent is the home of Debian's user nobody; it never exists.
  return { PATH, HOME, DOCKER_HOST: host, DOCKER_CONFIG: "/nonexistent" };
}

export function clientOptions(host: string): Pick<RunOptions, "env" | "onlyEnv"> {
  return { env: clientEnv(host), onlyEnv: true };
}

/** Runs a client command to its end, whatever its exit code is. */
export function tryDocker(
  host: string,
  words: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return tryRun(located(["docker", ...words]), { ...options, ...clientOptions(host) });
}
