/**
 * Before anything is measured, each target is opened once. Does it work? Does it hold the same
 * bytes? Does it have the requested size? The opening also warms the page cache in the same way for
 * each target.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { asMessage, IsotaxError, originOf, ParseError, RunnerError } from "../errors.ts";
import { roomError } from "../files.ts";
import { isMemoryUnlimited } from "../limits.ts";
import { say } from "../messages.ts";
import type { TargetState } from "../schema.ts";
import type { Facts, Message, OpenSpec, Probe, Said, Session, Target, Warning } from "../types.ts";

export interface Preflight {
  readonly state: TargetState;
  readonly warnings: readonly Warning[];
}

/** Not opened, a target is only asked, and what it needs is made. */
export async function preflight(
  target: Target,
  spec: OpenSpec,
  signal: AbortSignal,
  opens = true,
): Promise<Preflight> {
  const { id, title, kind, adds, rung, below, warm } = target;
  const identity = { id, title, kind, adds, rung, below: [...below], warm };
  const unusable = (reason: Message, remedy: Message): Preflight => ({
    state: { ...identity, ok: false, reason, remedy, facts: {}, toolHashes: {} },
    warnings: [],
  });
  let probe: Probe;
  try {
    probe = await target.probe(signal);
  } catch (error) {
    signal.throwIfAborted();
    return unusable(say("campaign.probing-failed", { why: asMessage(error) }), remedyOf(error));
  }
  if (!probe.ok) return unusable(probe.reason, probe.remedy);
  try {
    if (!opens) {
      await target.ahead?.(spec.image, signal);
      return { state: { ...identity, ok: true, facts: probe.facts, toolHashes: {} }, warnings: [] };
    }
    await using session = await target.open(spec, signal);
    const look = await lookInside(session, spec, signal);
    const inside = await factsInside(session, signal);
    await session.close();
    const toolHashes = Object.fromEntries(
      spec.image.tools.map(({ name }, index) => [name, look.sha256[index] ?? "absent"]),
    );
    return {
      state: {
        ...identity,
        ok: true,
        facts: { ...probe.facts, ...session.facts, ...inside, ...sizeFacts(look) },
        toolHashes,
      },
      warnings: [
        ...(kind === "fake" ? [madeUp(id)] : []),
        ...hashWarnings(id, spec, toolHashes),
        ...sizeWarnings(id, spec, { ...probe.facts, ...session.facts }, look),
      ],
    };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = originOf(thrown);
    const tail = error instanceof RunnerError ? error.stderrTail.trim() : "";
    return unusable(
      tail === ""
        ? say("campaign.does-not-start", { why: asMessage(error) })
        : say("campaign.does-not-start-words", { why: asMessage(error), words: inOneLine(tail) }),
      remedyOf(error),
    );
  }
}

function madeUp(id: string): Warning {
  return {
    code: "made-up",
    message: say("campaign.made-up", { target: id }),
    remedy: say("campaign.only-to-try"),
  };
}

function remedyOf(error: unknown): Message {
  const known = roomError(error) ?? error;
  return known instanceof IsotaxError ? known.remedy : say("campaign.doctor-says-more");
}

/** The first line names the cause of a failure as often as the last one, so several are kept. */
const MOST_WORDS = 400;

function inOneLine(tail: string): string {
  const text = tail
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" | ");
  return text.length > MOST_WORDS ? `… ${text.slice(-MOST_WORDS)}` : text;
}

/** What the payload sees from inside: bytes, and the size that a runtime adapts itself to. */
const Look = z.object({
  sha256: z.array(z.string()),
  cpus: z.int(),
  memoryBytes: z.number(),
  heapBytes: z.number(),
});
type Look = z.infer<typeof Look>;

async function lookInside(session: Session, spec: OpenSpec, signal: AbortSignal): Promise<Look> {
  const files = spec.image.tools.map(({ name }) => ({ tool: name }));
  // The payload computes the hashes, not sha256sum: OpenSSL is ten times as fast, which matters in
  // an emulated VM.
  const argv = [{ tool: "node" }, { tool: "payload" }, "look", ...files];
  const { stdout } = await session.exec({ argv }, signal);
  try {
    return Look.parse(JSON.parse(stdout));
  } catch {
    throw new ParseError("payload look", say("workloads.look-json"), stdout);
  }
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
      message: say("campaign.other-bytes", {
        target: id,
        tools: different.map(({ name }) => name),
      }),
      remedy: say("campaign.clean-cache"),
    },
  ];
}

function sizeFacts({ cpus, memoryBytes, heapBytes }: Look): Facts {
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return {
    "CPUs seen inside": String(cpus),
    "memory seen inside": mebibytes(memoryBytes),
    "heap limit of Node.js": mebibytes(heapBytes),
  };
}

/** A guest's kernel reserves some of its memory: 42 MiB of 512, for Debian's cloud kernel. */
const LEAST_MEMORY = 0.75;

function sizeWarnings(id: string, { cpus, memoryMiB }: OpenSpec, facts: Facts, size: Look) {
  const warnings: Warning[] = [];
  const unlimited = isMemoryUnlimited(facts);
  if (unlimited) {
    warnings.push({
      code: "unlimited-memory",
      message: say("campaign.unlimited-memory", {
        target: id,
        limits: facts["limits"] ?? say("campaign.unknown"),
      }),
      remedy: say("campaign.run-as-root"),
    });
  }
  const givenBytes = memoryMiB * 2 ** 20;
  const share = size.memoryBytes / givenBytes;
  const wrong: Message[] = [];
  if (size.cpus !== cpus.length) {
    wrong.push(say("campaign.cpus-instead", { seen: size.cpus, given: cpus.length }));
  }
  if (!unlimited && (share < LEAST_MEMORY || share > 1)) {
    wrong.push(say("campaign.memory-instead", { seenBytes: size.memoryBytes, givenBytes }));
  }
  if (wrong.length > 0) {
    warnings.push({
      code: "wrong-size",
      message: say("campaign.wrong-size", { target: id, sees: wrong }),
      remedy: say("campaign.sizes-itself"),
    });
  }
  return warnings;
}

async function factsInside(session: Session, signal: AbortSignal): Promise<Facts> {
  const script = "uname -r; grep -m1 ^flags /proc/cpuinfo";
  const { stdout } = await session.exec(
    { argv: [{ tool: "busybox" }, "sh", "-c", script] },
    signal,
  );
  const [kernel, flags] = stdout.trim().split("\n");
  return {
    "kernel inside": kernel ?? say("campaign.unknown"),
    "CPU flags hidden from it": hiddenFlags(flags ?? ""),
  };
}

/**
 * Flags that the host's CPU has and the CPU inside lacks. Work that uses them runs slower inside.
 */
function hiddenFlags(inside: string): Said {
  const flagsOf = (line: string) => line.replace(/^flags\s*:\s*/, "").split(" ");
  const host = /^flags\s*:.*$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[0];
  if (host === undefined || inside === "") return say("campaign.unknown");
  const there = new Set(flagsOf(inside));
  const hidden = flagsOf(host).filter((flag) => !there.has(flag));
  return hidden.length === 0 ? say("campaign.none") : `${hidden.length}: ${hidden.join(" ")}`;
}
