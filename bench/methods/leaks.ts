/**
 * What an instance is told about the host: files of the kernel's, and of the host's own, that say the
 * same inside as outside. Nothing is changed by reading them.
 */
import { readFileSync } from "node:fs";
import { ParseError } from "../errors.ts";
import { say } from "../messages.ts";
import { lineLike } from "../tools/text.ts";
import type { Barrier, Check, Command, Experiment, Lab } from "../types.ts";
import { AUDITED_ONCE, type AuditSpec, NO_PARAMS } from "./audit.ts";
import { isPromised } from "./audit-checks.ts";
import { described } from "./described.ts";
import { checkedExec } from "./exec.ts";

/** What is compared of a file, and how. Texts that are the same say the same. */
interface Leak {
  readonly file: string;
  /** The part that tells the host. Undefined if it is not in the text. The whole text if absent. */
  readonly part?: (text: string) => string | undefined;
  /** Besides a kernel of its own. */
  readonly keptBy?: readonly Barrier[];
  /** A number that grows: what is read between two readings on the host lies between them. */
  readonly grows?: true;
  /** What another kernel of the same build says as well: it tells the host only in the host's boot. */
  readonly ofBuild?: true;
  /** What a hypervisor may pass on by design. A kernel of its own does not keep it. */
  readonly ofHardware?: true;
}

const field = (pattern: RegExp) => (text: string) => pattern.exec(text)?.[1];

/** Without what differs from look to look, or from CPU to CPU. */
function processors(text: string): string | undefined {
  const named = /^(?:model name|cpu model|CPU part|Hardware|processor)\s*:.*$/gm;
  return text.match(named)?.join("\n");
}

function moduleNames(text: string): string | undefined {
  const names = text.split("\n").map((line) => line.split(" ")[0] ?? "");
  return names.sort().join(" ").trim();
}

const LEAKS: Readonly<Record<string, Leak>> = {
  "boot-id": { file: "/proc/sys/kernel/random/boot_id" },
  uptime: { file: "/proc/uptime", part: field(/^([\d.]+) /), grows: true },
  "start-time": { file: "/proc/stat", part: field(/^btime (\d+)$/m), grows: true },
  memory: { file: "/proc/meminfo", part: field(/^MemTotal:\s+(\d+ kB)$/m) },
  load: { file: "/proc/loadavg", part: field(/^([\d.]+ [\d.]+ [\d.]+) /) },
  processors: { file: "/proc/cpuinfo", part: processors, ofHardware: true },
  mounts: { file: "/proc/self/mountinfo", keptBy: ["mount-namespace"] },
  version: { file: "/proc/version", ofBuild: true },
  "command-line": { file: "/proc/cmdline" },
  modules: { file: "/proc/modules", part: moduleNames, ofBuild: true },
  disks: { file: "/proc/partitions" },
  swap: { file: "/proc/swaps", part: field(/^(\/\S+\s+\S+\s+\d+)/m) },
  hostname: { file: "/proc/sys/kernel/hostname" },
  "machine-id": { file: "/etc/machine-id", keptBy: ["own-root"] },
  "hardware-id": { file: "/sys/class/dmi/id/product_uuid" },
};

/** For one command that reads a few files. */
const SECONDS = 1;

export function leakExperiment(spec: Omit<AuditSpec, "group">): Experiment {
  return {
    ...described({ ...spec, tools: ["busybox"], rounds: AUDITED_ONCE, params: NO_PARAMS }),
    metrics: () => [],
    seconds: (_p, { openingSeconds }) => openingSeconds + SECONDS,
    run: (lab) => compared(lab, spec.id),
  };
}

/** The text of each file. Files that cannot be read are left out, and those that say nothing. */
type Texts = ReadonlyMap<string, string>;

async function compared(lab: Lab, workload: string): Promise<readonly Check[]> {
  const session = await lab.open("target");
  const { id: target, keeps = [] } = lab.target("target");
  const where = { workload, target };
  const before = onHost();
  const { stdout, hostNs } = await checkedExec(session, where, READ, lab.signal);
  const after = onHost();
  lab.worked(hostNs);
  return leaksIn({ inside: parseTexts(stdout), before, after, keeps });
}

const FILES = Object.values(LEAKS).map(({ file }) => file);

/** As base64, so that no text can be taken for another line. */
const SCRIPT =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, not ours
  'tool=$1; shift; for file; do text=$("$tool" base64 "$file" 2>/dev/null | "$tool" tr -d "\\n"); echo "$file ${text:--}"; done';

const BUSYBOX = { tool: "busybox" } as const;
const READ: Command = { argv: [BUSYBOX, "sh", "-c", SCRIPT, "sh", BUSYBOX, ...FILES] };

/** Errors: `ParseError`. */
export function parseTexts(stdout: string): Texts {
  const found = new Map<string, string>();
  for (const line of stdout.trimEnd().split("\n")) {
    const [, file, text] = /^(\/\S+) (-|[A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    if (file === undefined || text === undefined) {
      throw new ParseError("busybox", lineLike("FILE BASE64"), stdout);
    }
    if (text !== "-") found.set(file, Buffer.from(text, "base64").toString("utf8"));
  }
  return found;
}

function onHost(): Texts {
  const found = new Map<string, string>();
  for (const file of FILES) {
    try {
      found.set(file, readFileSync(file, "utf8"));
    } catch {
      // The check says that it cannot be made here.
    }
  }
  return found;
}

/** `before` and `after`: what the host's files said around the reading inside. */
export function leaksIn(texts: {
  readonly inside: Texts;
  readonly before: Texts;
  readonly after: Texts;
  readonly keeps: readonly string[];
}): readonly Check[] {
  return Object.entries(LEAKS).map(([name, leak]): Check => {
    const check = `leaks.${name}`;
    const { file, keptBy = [] } = leak;
    const keeps = texts.keeps.filter((one) => leak.ofHardware !== true || one !== "own-kernel");
    const promised = isPromised(check, keptBy, keeps);
    const [inside, before, after] = [texts.inside, texts.before, texts.after].map((one) =>
      partOf(leak, one),
    );
    const nothing = say("evidence.nothing-to-read", { file });
    if (before === undefined || after === undefined) {
      const evidence = say("evidence.no-control", { said: nothing });
      return { check, holds: "unknown", evidence, promised };
    }
    if (inside === undefined) return { check, holds: "yes", evidence: nothing, promised };
    if (leak.ofBuild === true && isOtherBoot(texts)) {
      return { check, holds: "yes", evidence: say("evidence.other-boot", { file }), promised };
    }
    return isSame(leak, inside, before, after)
      ? { check, holds: "no", evidence: say("evidence.as-on-host", { file }), promised }
      : { check, holds: "yes", evidence: say("evidence.other-than-host", { file }), promised };
  });
}

/** Whether another kernel has been booted inside. */
function isOtherBoot({ inside, before }: { readonly inside: Texts; readonly before: Texts }) {
  const [own, host] = [inside, before].map((one) => partOf(LEAKS["boot-id"] as Leak, one));
  return own !== undefined && host !== undefined && own !== host;
}

function partOf({ file, part = (text) => text.trim() }: Leak, texts: Texts): string | undefined {
  const text = texts.get(file);
  const found = text === undefined ? undefined : part(text);
  return found === "" ? undefined : found;
}

/** The kernel gives these with as many digits. */
const ROUNDED = 0.01;

function isSame({ grows }: Leak, inside: string, before: string, after: string): boolean {
  if (grows !== true) return inside === before || inside === after;
  const value = Number(inside);
  return value >= Number(before) - ROUNDED && value <= Number(after) + ROUNDED;
}
