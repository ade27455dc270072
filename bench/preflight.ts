/**
 * Before anything is measured, each target is opened once: does it work, does it
 * hold the same bytes, has it the size that was asked for? It also warms the
 * page cache, the same for each.
 */
import { readFileSync } from "node:fs";
import { IsotaxError, messageOf, RunnerError } from "./errors.ts";
import type { TargetState } from "./schema.ts";
import type { Command, Facts, OpenSpec, Probe, Session, Target, Warning } from "./types.ts";

export interface Preflight {
  readonly state: TargetState;
  readonly warnings: readonly Warning[];
}

export async function preflight(
  target: Target,
  spec: OpenSpec,
  signal: AbortSignal,
): Promise<Preflight> {
  const { id, title, kind, adds, rung } = target;
  const identity = { id, title, kind, adds, rung };
  const unusable = (reason: string, remedy: string): Preflight => ({
    state: { ...identity, ok: false, reason, remedy, facts: {}, toolHashes: {} },
    warnings: [],
  });
  let probe: Probe;
  try {
    probe = await target.probe(signal);
  } catch (error) {
    signal.throwIfAborted();
    return unusable(`probing failed: ${messageOf(error)}`, remedyOf(error));
  }
  if (!probe.ok) return unusable(probe.reason, probe.remedy);
  try {
    await using session = await target.open(spec, signal);
    const toolHashes = await hashTools(session, spec, signal);
    const inside = await factsInside(session, signal);
    await session.close();
    return {
      state: {
        ...identity,
        ok: true,
        facts: { ...probe.facts, ...session.facts, ...inside },
        toolHashes,
      },
      warnings: [...hashWarnings(id, spec, toolHashes), ...sizeWarnings(id, { ...session.facts })],
    };
  } catch (error) {
    signal.throwIfAborted();
    const tail = error instanceof RunnerError ? error.stderrTail.trim() : "";
    return unusable(
      `it does not start: ${messageOf(error)}${tail === "" ? "" : ` (${lastLine(tail)})`}`,
      remedyOf(error),
    );
  }
}

function remedyOf(error: unknown): string {
  return error instanceof IsotaxError ? error.remedy : "isotax doctor says more";
}

function lastLine(text: string): string {
  return text.split("\n").at(-1) ?? "";
}

async function hashTools(
  session: Session,
  spec: OpenSpec,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const { tools } = spec.image;
  const command: Command = {
    // By the payload, not by sha256sum: OpenSSL is ten times as fast, which counts in an emulated VM.
    argv: [
      { tool: "node" },
      { tool: "payload" },
      "hash",
      ...tools.map(({ name }) => ({ tool: name })),
    ],
  };
  const { stdout } = await session.exec(command, signal);
  const lines = stdout.trim().split("\n");
  return Object.fromEntries(tools.map(({ name }, index) => [name, lines[index] ?? "absent"]));
}

function hashWarnings(
  id: string,
  spec: OpenSpec,
  hashes: Readonly<Record<string, string>>,
): Warning[] {
  const different = spec.image.tools.filter(({ name, sha256 }) => hashes[name] !== sha256);
  if (different.length === 0) return [];
  return [
    {
      code: "hash-mismatch",
      message: `${id} holds other bytes than the image: ${different.map(({ name }) => name).join(", ")}`,
      remedy: "do not compare it with the others; isotax clean --cache, then run again",
    },
  ];
}

function sizeWarnings(id: string, facts: Facts): Warning[] {
  if (facts["limits"]?.includes("memory not limited") !== true) return [];
  return [
    {
      code: "unlimited-memory",
      message: `${id} runs without a memory limit: ${facts["limits"]}`,
      remedy: "run as root, or where control groups can be written",
    },
  ];
}

async function factsInside(session: Session, signal: AbortSignal): Promise<Facts> {
  const script = "uname -r; nproc; grep MemTotal /proc/meminfo; grep -m1 ^flags /proc/cpuinfo";
  const { stdout } = await session.exec(
    { argv: [{ tool: "busybox" }, "sh", "-c", script] },
    signal,
  );
  const [kernel, cpus, memory, flags] = stdout.trim().split("\n");
  return {
    "kernel inside": kernel ?? "unknown",
    "CPUs inside": cpus ?? "unknown",
    "memory seen inside": memory?.replace(/^MemTotal:\s+/, "") ?? "unknown",
    "CPU flags hidden from it": hiddenFlags(flags ?? ""),
  };
}

/** Flags that the host's CPU has and the one inside lacks: work that uses them runs slower there. */
function hiddenFlags(inside: string): string {
  const flagsOf = (line: string) => line.replace(/^flags\s*:\s*/, "").split(" ");
  const host = /^flags\s*:.*$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[0];
  if (host === undefined || inside === "") return "unknown";
  const there = new Set(flagsOf(inside));
  const hidden = flagsOf(host).filter((flag) => !there.has(flag));
  return hidden.length === 0 ? "none" : `${hidden.length}: ${hidden.join(" ")}`;
}
