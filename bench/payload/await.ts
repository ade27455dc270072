/**
 * Asks a server until it answers, as a client would. Returns the time of the answer, by
 * CLOCK_MONOTONIC in ns.
 */
import { connect, type Socket } from "node:net";

/** What is sent, and how an answer begins. Only the server itself can have given such an answer. */
const QUESTIONS: Readonly<Record<string, { ask: Buffer; answers: (data: Buffer) => boolean }>> = {
  http: {
    ask: Buffer.from("GET / HTTP/1.1\r\nHost: isotax\r\nConnection: close\r\n\r\n"),
    answers: (data) => data.toString("latin1").startsWith("HTTP/1.1 200 "),
  },
  redis: {
    ask: Buffer.from("PING\r\n"),
    answers: (data) => data.toString("latin1").startsWith("+PONG"),
  },
  // A start-up message of 41 bytes, version 3.0. The server answers R once it lets clients in:
  // "Message Formats" in PostgreSQL's manual.
  postgresql: {
    ask: Buffer.concat([
      Buffer.from([0, 0, 0, 41, 0, 3, 0, 0]),
      Buffer.from("user\0postgres\0database\0postgres\0\0"),
    ]),
    answers: (data) => data[0] === 0x52,
  },
  // A client's cookie of 37 bytes. The server then asks for its parameters (state 9).
  iperf3: { ask: Buffer.from(`${"isotax".repeat(6)}\0`), answers: (data) => data[0] === 9 },
  // The server answers only its own tests. A connection that stays open is all that can be seen.
  sockperf: { ask: Buffer.alloc(0), answers: () => true },
  // For a server of which only the port is known.
  tcp: { ask: Buffer.alloc(0), answers: () => true },
};

const RETRY_MS = 1;
const RELAY_MS = 50;
/** How long one attempt may take. Packets to a guest whose network card is not up are lost. */
const ATTEMPT_MS = 1000;

export async function awaitAnswer(
  protocol: string,
  address: string,
  port: number,
  deadlineMs: number,
): Promise<bigint> {
  const question = QUESTIONS[protocol];
  if (question === undefined) {
    throw new Error(`unknown protocol "${protocol}"; known: ${Object.keys(QUESTIONS).join(", ")}`);
  }
  const end = performance.now() + deadlineMs;
  let complaint = "";
  while (performance.now() < end) {
    try {
      return await attempt(question, address, port);
    } catch (error) {
      complaint = (error as Error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  throw new Error(`no answer within ${deadlineMs / 1000} s: ${complaint}`);
}

function attempt(
  { ask, answers }: (typeof QUESTIONS)[string],
  host: string,
  port: number,
): Promise<bigint> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host, port });
    const fail = (reason: string) => {
      socket.destroy();
      reject(new Error(reason));
    };
    socket.setTimeout(ATTEMPT_MS, () => fail("silence"));
    socket.once("error", (error) => fail(error.message));
    socket.once("end", () => fail("the connection was closed"));
    socket.once("connect", () => {
      const connectedNs = process.hrtime.bigint();
      if (ask.length > 0) socket.write(ask);
      // A relay accepts a connection for a server that is not there, and closes it soon.
      else setTimeout(() => answered(Buffer.alloc(0), connectedNs), RELAY_MS);
    });
    const answered = (data: Buffer, answeredNs = process.hrtime.bigint()) => {
      if (!answers(data)) return fail(`another answer: ${data.toString("latin1").slice(0, 80)}`);
      socket.destroy();
      resolve(answeredNs);
    };
    socket.once("data", (data) => answered(data));
  });
}
