/**
 * Whether a guest boots under KVM here, as it was found out. To find it out takes up to 40 s, so it
 * is kept for as long as nothing that it depends on has changed.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, replaceFile } from "../../../bench/files.ts";
import { hashJson } from "../../../bench/hash.ts";
import { isMessage } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";

export type Verdict = { readonly cpuModel: string } | { readonly reason: Message };

/**
 * When KVM is tried again although nothing has changed. `daily`: a bad verdict is tried again after
 * a day, since the host may have been busy. Nothing else that KVM needs shows from outside.
 */
export type KvmRetry = "never" | "daily" | "now";

/** How a user has it tried again. */
export const RETRY_KVM = "isotax doctor --fresh";

/** What a verdict depends on. Another value of any of it makes it void. */
export interface KvmFacts {
  readonly boot: string;
  readonly device: unknown;
  readonly modules: unknown;
  readonly user: unknown;
  readonly qemu: unknown;
  /** Hash of what the guest boots. */
  readonly guest: string;
}

/** What of it the system shows. */
export function kvmOfSystem(): Pick<KvmFacts, "device" | "modules" | "user"> {
  const { mode, uid, gid, rdev } = statSync("/dev/kvm");
  return {
    device: { mode, uid, gid, rdev },
    modules: modulesIn("/sys/module"),
    user: [process.geteuid?.(), process.getegid?.(), process.getgroups?.().toSorted()],
  };
}

/** Modules of KVM, with their builds and parameters. */
export function modulesIn(folder: string): readonly unknown[] {
  return namesIn(folder)
    .filter((name) => name.startsWith("kvm"))
    .map((name) => [
      name,
      textOf(join(folder, name, "srcversion")),
      namesIn(join(folder, name, "parameters")).map((parameter) => [
        parameter,
        textOf(join(folder, name, "parameters", parameter)),
      ]),
    ]);
}

/** The verdict that holds. Undefined if there is none. `now`: in ms, as Date.now. */
export function keptVerdict(
  folder: string,
  facts: KvmFacts,
  retry: KvmRetry,
  now: number,
): Verdict | undefined {
  if (retry === "now") return undefined;
  try {
    const kept: { cpuModel?: unknown; reason?: unknown; triedAt?: unknown } = JSON.parse(
      readFileSync(fileOf(folder, facts), "utf8"),
    );
    if (typeof kept.cpuModel === "string") return { cpuModel: kept.cpuModel };
    // Another version may have written the reason in another form.
    if (!isMessage(kept.reason) || typeof kept.triedAt !== "number") return undefined;
    // A clock that was set back must not keep it for ever.
    if (retry === "daily" && Math.abs(now - kept.triedAt) > DAY_MS) return undefined;
    return { reason: kept.reason };
  } catch {
    return undefined;
  }
}

const DAY_MS = 86_400_000;

export function keepVerdict(folder: string, facts: KvmFacts, verdict: Verdict, now: number): void {
  const file = fileOf(folder, facts);
  makeFolder(dirname(file));
  replaceFile(file, JSON.stringify({ ...verdict, triedAt: now }));
}

function fileOf(folder: string, facts: KvmFacts): string {
  return join(folder, `${hashJson(facts).slice(0, 32)}.json`);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Empty if it may not be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
