/**
 * What services usually do besides computing: files, threads, a child process, an HTTP request over a
 * socket of the file system, compression, random numbers.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createServer, get } from "node:http";
import { promisify } from "node:util";

const BYTES = 64 * 1024;

/**
 * Does each once, in a folder that it makes and removes. Returns the bytes that went through all of
 * it.
 */
export async function appSuite(folder: string): Promise<number> {
  const { execFile } = await import("node:child_process");
  const { Worker } = await import("node:worker_threads");
  const { gunzip, gzip } = await import("node:zlib");
  await mkdir(folder);
  // A socket's path may only be short.
  process.chdir(folder);
  const packed = await promisify(gzip)(randomBytes(BYTES));
  await write("new", packed);
  await rename("new", "data");
  const { size } = await stat("data");
  const answered = await serveOnce("socket", await readFile("data"));
  await promisify(execFile)(process.execPath, ["--version"]);
  await once(new Worker("", { eval: true }), "exit");
  const { length } = await promisify(gunzip)(answered);
  if (size !== answered.length) throw new Error(`${size} bytes became ${answered.length}`);
  for (const name of await readdir(".")) await rm(name, { force: true });
  process.chdir("/");
  await rm(folder, { recursive: true });
  return length;
}

async function write(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.write(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Serves a body, and asks for it. */
async function serveOnce(socketPath: string, body: Buffer): Promise<Buffer> {
  const server = createServer((_request, response) => response.end(body)).listen(socketPath);
  await once(server, "listening");
  try {
    const [response] = await once(get({ socketPath }), "response");
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
