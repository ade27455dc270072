/**
 * Decides which accelerator a VM gets. A /dev/kvm that exists proves nothing: it is used only if
 * the real guest kernel boots under it within a deadline. Otherwise the VM is emulated (TCG), and
 * every table says so, with the reason.
 */
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "../../../bench/hash.ts";
import { say, verbatim } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { allowedCpus } from "../../host/cpus.ts";
import { isRoot } from "../../host/paths.ts";
import { run, which } from "../../host/process.ts";
import { guestBoot } from "../../images/initramfs.ts";
import { INIT_MARK } from "../../instance/first-process.ts";
import { Launcher } from "../../launch/launcher.ts";
import { bootId } from "../../ledger/ledger.ts";
import {
  type KvmFacts,
  keepVerdict,
  keptVerdict,
  kvmOfSystem,
  type Verdict,
} from "./kvm-verdicts.ts";
import { microvmArgv, QEMU } from "./machine.ts";

export interface Accelerator {
  readonly name: "kvm" | "tcg";
  readonly cpuModel: string;
  /** Why the VM is emulated; absent under KVM. */
  readonly reason?: Message;
  readonly qemuVersion: string | Message;
}

/** A guest that can boot under KVM boots in a second; nested in an emulated host, in nine. */
const BOOT_DEADLINE_MS = 20_000;

/** The host's model first. The second works around hosts that offer an MSR they cannot set. */
const KVM_CPU_MODELS = ["host", "host,-arch-capabilities"];

export function chooseAccelerator(context: RunContext, signal: AbortSignal): Promise<Accelerator> {
  return context.shared("accelerator", () => decide(context, signal));
}

async function decide(context: RunContext, signal: AbortSignal): Promise<Accelerator> {
  const qemuVersion = await versionOf();
  const tcg = (reason: Message): Accelerator => ({
    name: "tcg",
    cpuModel: "max",
    reason,
    qemuVersion,
  });
  if (!existsSync("/dev/kvm")) return tcg(say("vm.no-kvm"));
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
  } catch {
    return tcg(say(isRoot() ? "vm.kvm-forbidden" : "vm.kvm-for-its-group"));
  }
  const { digest } = await guestBoot(context);
  const facts: KvmFacts = {
    ...kvmOfSystem(),
    boot: bootId(),
    qemu: [hashFile(which(QEMU) ?? ""), qemuVersion],
    guest: digest,
  };
  const folder = join(context.cache, "kvm-verdicts");
  let verdict = keptVerdict(folder, facts, context.options.retryKvm ?? "daily", Date.now());
  if (verdict === undefined) {
    verdict = await bootUnderKvm(context, signal);
    keepVerdict(folder, facts, verdict, Date.now());
  }
  return "reason" in verdict
    ? tcg(verdict.reason)
    : { name: "kvm", cpuModel: verdict.cpuModel, qemuVersion };
}

async function bootUnderKvm(context: RunContext, signal: AbortSignal): Promise<Verdict> {
  const reasons: Message[] = [];
  for (const cpuModel of KVM_CPU_MODELS) {
    const reason = await tryBoot(context, cpuModel, signal);
    if (reason === undefined) return { cpuModel };
    reasons.push(say("vm.with-cpu-model", { cpuModel, reason }));
  }
  return { reason: say("vm.no-guest-boots", { reasons }) };
}

/** Boots a guest. Undefined if its kernel reached user space, otherwise the reason. */
async function tryBoot(
  context: RunContext,
  cpuModel: string,
  signal: AbortSignal,
): Promise<Message | undefined> {
  const boot = await guestBoot(context);
  const folder = context.instanceFolder(context.instanceName("kvm-probe"));
  const launcher = await Launcher.start({ cpus: allowedCpus(), context });
  let late = false;
  const stop = () => launcher.kill();
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, BOOT_DEADLINE_MS);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const launch = await launcher.launch({
      argv: microvmArgv({
        accelerator: "kvm",
        cpuModel,
        vcpus: 1,
        memoryMiB: 256,
        boot,
        console: join(folder.path, "console.log"),
      }),
    });
    const booted = await launch.until((output) =>
      INIT_MARK.test(output) ? { end: 0 } : undefined,
    );
    signal.throwIfAborted();
    if (booted !== undefined) return undefined;
    if (late) return say("vm.boots-too-late", { deadlineMs: BOOT_DEADLINE_MS });
    const words = launcher.stderrTail().trim().split("\n")[0];
    return words === undefined || words === "" ? say("vm.qemu-ended") : verbatim(words);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    await launcher.close();
    await folder.remove();
  }
}

async function versionOf(): Promise<string | Message> {
  const { stdout } = await run([QEMU, "--version"]);
  return /version (\S+)/.exec(stdout)?.[1] ?? say("targets.unknown");
}
