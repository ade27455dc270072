/** How Docker's client is run: with an environment of its own. */

import { located, type RunOptions, type RunResult, tryRun } from "../../host/process.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";

/**
 * Nothing of the caller's: his DOCKER_CONTEXT, DOCKER_TLS_VERIFY, DOCKER_API_VERSION or
 * DOCKER_DEFAULT_PLATFORM would lead it elsewhere, or make it refuse; a proxy in his config.json
 * would be set in each container. Timed and untimed commands are the same in this.
 */
export function clientEnv(host: string): Readonly<Record<string, string>> {
  const { PATH, HOME } = INSTANCE_ENV;
  // The home of Debian's user nobody, which never exists.
  return { PATH, HOME, DOCKER_HOST: host, DOCKER_CONFIG: "/nonexistent" };
}

export function clientOptions(host: string): Pick<RunOptions, "env" | "onlyEnv"> {
  return { env: clientEnv(host), onlyEnv: true };
}

/** Runs a command of the client's to its end, whatever its exit code. */
export function tryDocker(
  host: string,
  words: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return tryRun(located(["docker", ...words]), { ...options, ...clientOptions(host) });
}
