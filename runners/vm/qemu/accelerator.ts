/**
 * Decides which accelerator a VM gets. A /dev/kvm that exists proves nothing: it is used only if
 * the real guest kernel boots under it within a deadline. Otherwise the VM is emulated (TCG), and
 * every table says so, with the reason.
 */
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../../../bench/files.ts";
import { hashFile, hashJson } from "../../../bench/hash.ts";
import type { RunContext } from "../../context.ts";
import { allowedCpus } from "../../host/cpus.ts";
import { isRoot } from "../../host/paths.ts";
import { run, which } from "../../host/process.ts";
import { guestBoot } from "../../images/initramfs.ts";
import { INIT_MARK } from "../../instance/first-process.ts";
import { Launcher } from "../../launch/launcher.ts";
import { bootId } from "../../ledger/ledger.ts";
import { microvmArgv, QEMU } from "./machine.ts";

export interface Accelerator {
  readonly name: "kvm" | "tcg";
  readonly cpuModel: string;
  /** Why the VM is emulated; absent under KVM. */
  readonly reason?: string;
  readonly qemuVersion: string;
}

/** A guest that can boot under KVM boots in a second; nested in an emulated host, in nine. */
const BOOT_DEADLINE_MS = 20_000;

/** The host's model first. The second works around hosts that offer an MSR they cannot set. */
const KVM_CPU_MODELS = ["host", "host,-arch-capabilities"];

export function acceleratorOf(context: RunContext, signal: AbortSignal): Promise<Accelerator> {
  return context.shared("accelerator", () => decide(context, signal));
}

async function decide(context: RunContext, signal: AbortSignal): Promise<Accelerator> {
  const qemuVersion = await versionOf();
  const tcg = (reason: string): Accelerator => ({
    name: "tcg",
    cpuModel: "max",
    reason,
    qemuVersion,
  });
  if (!existsSync("/dev/kvm")) return tcg("/dev/kvm does not exist");
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
  } catch {
    return tcg(
      `/dev/kvm may not be opened by this user${isRoot() ? "" : "; add the user to the group kvm"}`,
    );
  }
  // The verdict takes up to 40 s. A good one is kept until the host reboots or one of its parts
  // changes. A bad one is kept for an hour: the host may have been busy, or may have been repaired.
  const { digest } = await guestBoot(context);
  const key = hashJson([bootId(), hashFile(which(QEMU) ?? ""), digest]).slice(0, 32);
  const file = join(context.cache, "kvm-verdicts", `${key}.json`);
  let verdict = readVerdict(file);
  if (verdict === undefined) {
    verdict = await bootUnderKvm(context, signal);
    makeFolder(dirname(file));
    writeFileSync(file, JSON.stringify(verdict));
  }
  return verdict.cpuModel === undefined
    ? tcg(verdict.reason ?? "unknown")
    : { name: "kvm", cpuModel: verdict.cpuModel, qemuVersion };
}

interface Verdict {
  readonly cpuModel?: string;
  readonly reason?: string;
}

const BAD_VERDICT_HOLDS_MS = 3_600_000;

function readVerdict(file: string): Verdict | undefined {
  try {
    const verdict = JSON.parse(readFileSync(file, "utf8")) as Verdict;
    const ageMs = Date.now() - statSync(file).mtimeMs;
    return verdict.cpuModel === undefined && ageMs > BAD_VERDICT_HOLDS_MS ? undefined : verdict;
  } catch {
    return undefined;
  }
}

async function bootUnderKvm(context: RunContext, signal: AbortSignal): Promise<Verdict> {
  const reasons: string[] = [];
  for (const cpuModel of KVM_CPU_MODELS) {
    const reason = await tryBoot(context, cpuModel, signal);
    if (reason === undefined) return { cpuModel };
    reasons.push(`-cpu ${cpuModel}: ${reason}`);
  }
  return { reason: `/dev/kvm is present, but no guest boots under it (${reasons.join("; ")})` };
}

/** Boots a guest. Undefined if its kernel reached user space, otherwise the reason. */
async function tryBoot(
  context: RunContext,
  cpuModel: string,
  signal: AbortSignal,
): Promise<string | undefined> {
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
    if (late)
      return `the guest kernel did not reach user space within ${BOOT_DEADLINE_MS / 1000} s`;
    const words = launcher.stderrTail().trim().split("\n")[0];
    return words === undefined || words === "" ? "QEMU ended at once" : words;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    await launcher.close();
    await folder.remove();
  }
}

async function versionOf(): Promise<string> {
  const { stdout } = await run([QEMU, "--version"]);
  return /version (\S+)/.exec(stdout)?.[1] ?? "unknown";
}
