/** A server that sends bytes over TCP, and a client that times them, each in a network namespace. */
import { createHash } from "node:crypto";
import { run } from "../runners/host/process.ts";
import { inNetworkOf } from "../runners/network/lab.ts";
import { type Started, started } from "./started.ts";

const PORT = 7000;

/** The bytes that are sent: no two frames of them are alike. */
const BYTES = `const bytes = (count) => {
  const words = new Uint32Array(Math.ceil(count / 4));
  for (let index = 0; index < words.length; index++) words[index] = Math.imul(index + 1, 2654435761);
  return Buffer.from(words.buffer).subarray(0, count);
};`;

/** A connection asks with a number in a line, and gets as many bytes. */
const SERVER = `${BYTES}
require("node:net").createServer((socket) => {
  socket.on("error", () => {});
  socket.once("data", (line) => socket.end(bytes(Number(line))));
}).listen(${PORT}, "0.0.0.0", () => console.log("listens"));`;

const CLIENT = `const [address, count] = process.argv.slice(1);
const hash = require("node:crypto").createHash("sha256");
const chunks = [];
const startMs = performance.now();
const socket = require("node:net").connect(${PORT}, address, () => socket.write(count + "\\n"));
socket.on("data", (chunk) => chunks.push(chunk));
socket.on("end", () => {
  const ms = performance.now() - startMs;
  for (const chunk of chunks) hash.update(chunk);
  console.log(JSON.stringify({ ms, sha256: hash.digest("hex") }));
});`;

export async function serve(namespace: number): Promise<Started> {
  const server = started([...inNetworkOf(namespace), process.execPath, "--eval", SERVER]);
  await server.says(/listens/);
  return server;
}

export interface Transfer {
  /** From the beginning of the connection to its end, without the start of the client. */
  readonly ms: number;
  readonly sha256: string;
}

/** Fetches this many bytes over a new connection. */
export async function fetched(
  namespace: number,
  address: string,
  count: number,
  signal = new AbortController().signal,
): Promise<Transfer> {
  const client = [process.execPath, "--eval", CLIENT, address, String(count)];
  const { stdout } = await run([...inNetworkOf(namespace), ...client], { signal });
  return JSON.parse(stdout);
}

/** What must arrive. */
export function hashOfSent(count: number): string {
  const words = new Uint32Array(Math.ceil(count / 4));
  for (let index = 0; index < words.length; index++) {
    words[index] = Math.imul(index + 1, 2_654_435_761);
  }
  return createHash("sha256").update(Buffer.from(words.buffer).subarray(0, count)).digest("hex");
}
