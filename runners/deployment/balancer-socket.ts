/** HAProxy's runtime API. Source: "Management Guide", version 2.6, section 9.3. */
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";

const ANSWER_MS = 5_000;
/** How long a server may take to answer what it was asked before. */
const DRAIN_DEADLINE_MS = 30_000;
/** How its answer begins. It says nothing of most changes. */
const ADDED = /^New server registered/;
const DELETED = /^Server deleted/;
const DONE = /^$/;

/** Its answer to a command; undefined if it gives none. */
export function said(path: string, words: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    let answer = "";
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error("silence")));
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.once("error", () => resolve(undefined));
    socket.once("end", () => resolve(answer.trim()));
    socket.once("connect", () => socket.end(`${words.join(" ")}\n`));
  });
}

/** Errors: `RunnerError` with its words. */
async function tell(path: string, words: readonly string[], expected: RegExp): Promise<void> {
  const answer = await said(path, words);
  if (answer === undefined || !expected.test(answer)) throw refused(words, answer ?? "");
}

/** `server`: SERVICE/NAME. `at`: ADDRESS:PORT. */
export async function addServer(path: string, server: string, at: string): Promise<void> {
  await tell(path, ["add", "server", server, at], ADDED);
  await tell(path, ["enable", "server", server], DONE);
}

/** From now on, no request goes to it. */
export function drainServer(path: string, server: string): Promise<void> {
  return tell(path, ["set", "server", server, "state", "drain"], DONE);
}

export function resumeServer(path: string, server: string): Promise<void> {
  return tell(path, ["set", "server", server, "state", "ready"], DONE);
}

/** Waits until it has answered all that it was asked. */
export async function deleteServer(path: string, server: string): Promise<void> {
  await tell(path, ["set", "server", server, "state", "maint"], DONE);
  const words = ["del", "server", server];
  const until = Date.now() + DRAIN_DEADLINE_MS;
  for (;;) {
    const answer = await said(path, words);
    if (DELETED.test(answer ?? "")) return;
    // It refuses as long as a connection is open.
    if (answer?.includes("connections") !== true || Date.now() > until) {
      throw refused(words, answer ?? "");
    }
    await sleep(5);
  }
}

/** Only rows of backends: `-1 2 -1` are any proxy, the type, any server. */
const BACKENDS = ["show", "stat", "-1", "2", "-1"];

/**
 * How many sessions a backend has, those that wait for a server included. The answer is a table of comma-separated
 * values, whose first line names the columns. Errors: `RunnerError`.
 */
export async function sessionsOf(path: string, backend: string): Promise<number> {
  const answer = (await said(path, BACKENDS)) ?? "";
  const [head = "", ...rows] = answer.split("\n");
  const columns = head.replace(/^# /, "").split(",");
  const cells = rows.map((row) => row.split(",")).find(([name]) => name === backend) ?? [];
  const sessions = Number(cells[columns.indexOf("scur")] || Number.NaN);
  if (Number.isInteger(sessions)) return sessions;
  throw refused(BACKENDS, answer.slice(0, 1000));
}

function refused(words: readonly string[], answer: string): RunnerError {
  const what = say("deployment.balancer-refused", { command: words.join(" "), answer });
  return new RunnerError("BALANCER_REFUSED", what, say("deployment.newer-haproxy"), "replace", "");
}
