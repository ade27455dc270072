/** The command line as its users start it, in a process of its own. */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../bench/built.ts";
import { spawnGroup } from "../../runners/host/process.ts";

const CLI = join(ROOT, "bin/isotax.js");

export interface Ended {
  readonly stdout: string;
  readonly seconds: number;
  /** Most that the process and its descendants held at once; 0 if it was not watched. */
  readonly peakRssBytes: number;
}

const WATCH_MS = 20;

/** Runs the command line to its end; an interrupt is passed on, so that it cleans up. */
export async function isotax(
  args: readonly string[],
  signal: AbortSignal,
  watch = false,
): Promise<Ended> {
  signal.throwIfAborted();
  const from = performance.now();
  const argv = [process.execPath, CLI, ...args];
  const child = spawnGroup(argv, ["ignore", "pipe", "pipe"], process.env as Record<string, string>);
  const exited = once(child, "close");
  const interrupt = () => child.kill("SIGINT");
  signal.addEventListener("abort", interrupt, { once: true });
  let stdout = "";
  let stderr = "";
  let peakRssBytes = 0;
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const look = () => (peakRssBytes = Math.max(peakRssBytes, rssOfTree(child.pid as number)));
  const timer = watch ? setInterval(look, WATCH_MS) : undefined;
  const [code] = await exited;
  clearInterval(timer);
  signal.removeEventListener("abort", interrupt);
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`isotax ${args.join(" ")}: exit code ${code}\n${stderr}`);
  return { stdout, peakRssBytes, seconds: (performance.now() - from) / 1000 };
}

/** Bytes that a process and its descendants hold now. */
function rssOfTree(pid: number): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").map(Number),
    );
    const below = children.filter((child) => child > 0).map(rssOfTree);
    return below.reduce((sum, bytes) => sum + bytes, pages * PAGE_BYTES);
  } catch {
    return 0; // It has ended meanwhile.
  }
}

/** proc(5) counts in pages; on x86-64 there is one size. */
const PAGE_BYTES = 4096;
