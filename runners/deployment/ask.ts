/** Waits until a server answers its clients, by the payload's own client. */
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Front, Image, LoadResult } from "../../bench/types.ts";
import { tryRun } from "../host/process.ts";
import { hostPaths } from "../images/paths.ts";
import { INSTANCE_ENV } from "../launch/launcher.ts";

/** The client reports itself that nobody answered. If it does not, it is ended so much later. */
const GRACE_MS = 30_000;

export interface Asking {
  readonly image: Image;
  /** Words before a command that run it where the clients are. */
  readonly among: readonly string[];
  readonly target: string;
  readonly deadlineMs: number;
}

/** When it first answered, by CLOCK_MONOTONIC. Errors: `RunnerError`. */
export async function answerOf(
  { address, port }: Front,
  { image, among, target, deadlineMs }: Asking,
  signal: AbortSignal,
): Promise<bigint> {
  const { tool } = hostPaths(image, "/nowhere");
  const asking = ["await", "http", address, String(port), String(deadlineMs)];
  const words = [...among, tool("node"), tool("payload"), ...asking];
  const options = { signal, env: INSTANCE_ENV, timeoutMs: deadlineMs + GRACE_MS };
  const asked = await tryRun(["setpriv", "--pdeathsig", "KILL", ...words], options);
  const [, answeredNs] = /"answeredNs":"(\d+)"/.exec(asked.stdout) ?? [];
  if (asked.exitCode === 0 && answeredNs !== undefined) return BigInt(answeredNs);
  throw noAnswer(target, asked);
}

function noAnswer(target: string, { stderr }: Pick<LoadResult, "stderr">): RunnerError {
  return new RunnerError(
    "NO_ANSWER",
    say("deployment.no-answer", { target }),
    say("workloads.see-below-or-firewall"),
    "ready",
    stderr.slice(-2048),
  );
}
