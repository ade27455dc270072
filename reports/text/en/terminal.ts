/** What commands print besides reports. */
import type { Verdict } from "../../../bench/stats/judgement.ts";
import { didYouMean, duration } from "./parts.ts";
import { counted } from "./words/counts.ts";

/** How far a run has come. */
interface Position {
  readonly round: number;
  readonly rounds: number;
  readonly done: number;
  readonly due: number;
  readonly workload: string;
  readonly subject: string;
}

export const terminal = {
  "terminal.error": () => "error:",
  "terminal.interrupted": () => "interrupted",
  "terminal.stopping": () => "stopping: closing what is open; once more to stop at once",
  "terminal.bug": ({ why }: { why: string }) => `a bug of isotax: ${why}`,
  "terminal.report-bug": ({ file }: { file: string }) =>
    `please report it with this file, which holds the trace: ${file}`,
  "terminal.report-bug-without-file": () =>
    "please report it with what ISOTAX_DEBUG=1 prints; the trace could not be written to a file",
  "terminal.not-linux": ({ platform }: { platform: string }) =>
    `isotax measures Linux; this is ${platform}`,
  "terminal.use-linux": () => "run it on a Linux machine or in a Linux VM",
  "terminal.unknown-language": ({ name, value }: { name: string; value: string }) =>
    `${name} names no language that isotax speaks: ${JSON.stringify(value)}`,
  "terminal.known-languages": ({ known }: { known: readonly string[] }) =>
    `known: ${known.join(", ")}; several with commas; or unset it`,
  "terminal.cannot-print": ({ why }: { why: string }) => `the result could not be printed: ${why}`,
  "terminal.redirect-elsewhere": () =>
    "let standard output be a terminal, a pipe, or a file on a disk that has room",

  "terminal.step-begun": ({ title }: { title: string }) => `${title} ...`,
  "terminal.step-begun-with": ({ title, leftMs }: { title: string; leftMs: number }) =>
    `${title} ... (about ${duration(leftMs)} left)`,
  "terminal.step-goes-on": ({ title, seconds }: { title: string; seconds: number }) =>
    `${title} ... (${duration(seconds * 1000)})`,
  "terminal.step-done": ({ title, result }: { title: string; result: string }) =>
    `${title}: ${result}`,
  "terminal.took": ({ ms }: { ms: number }) => `(${(ms / 1000).toFixed(1)} s)`,
  "terminal.cell": (at: Position & { readonly leftMs: number }) =>
    `${at.done}/${at.due}  ${duration(at.leftMs)} left  round ${at.round}/${at.rounds}  ${at.workload} on ${at.subject}`,
  "terminal.cell-failed": (at: Omit<Position, "done" | "due"> & { readonly reason: string }) =>
    `round ${at.round}/${at.rounds}  ${at.workload} on ${at.subject}: ${at.reason}`,
  "terminal.cell-measured": (at: Position & { readonly ns: number; readonly leftMs: number }) =>
    `${cell(at)}: ${(at.ns / 1e9).toFixed(2)} s, ${duration(at.leftMs)} left`,
  "terminal.cell-unavailable": (at: Position & { readonly leftMs: number }) =>
    `${cell(at)}: unavailable, ${duration(at.leftMs)} left`,

  "terminal.step-packages": () => "install packages",
  "terminal.step-server": ({ tool }: { tool: string }) => `unpack ${tool} into the cache`,
  "terminal.step-image": () => "root filesystem image",
  "terminal.step-target": ({ id }: { id: string }) => `target ${id}`,
  "terminal.step-harness-floor": () => "harness floor",
  "terminal.step-vm-disk": () => "VM disk with room to write on",
  "terminal.step-look": ({ id }: { id: string }) => `look at ${id}`,
  "terminal.step-reports": () => "reports",

  "terminal.image-built": (of: { digest: string; files: number; why: "absent" | "damaged" }) =>
    `${of.digest}, ${of.files} files, built (${of.why})`,
  "terminal.image-from-cache": ({ digest, files }: { digest: string; files: number }) =>
    `${digest}, ${files} files, from the cache`,
  "terminal.ready": () => "ready",
  "terminal.ready-with": ({ accelerator }: { accelerator: string }) => `ready (${accelerator})`,
  "terminal.ready-emulated": ({ why }: { why: string }) => `ready, but EMULATED (TCG): ${why}`,
  "terminal.not-ready": () => "no",
  "terminal.unavailable": ({ reason }: { reason: string }) => `unavailable: ${reason}`,
  "terminal.swept": ({ runId, count }: { runId: string; count: number }) =>
    `cleaned up after run ${runId}, which had died: ${count} left-over(s)`,
  "terminal.not-removed": ({ what }: { what: string }) => `could not be removed: ${what}`,
  "terminal.clean-tries-again": () => "isotax clean tries again",
  "terminal.package": ({ name, why }: { name: string; why: string }) => `${name}: ${why}`,
  "terminal.packages-not-wanted": () => "not installed, as asked (--no-install):",
  "terminal.packages-not-possible": ({ reason }: { reason: string }) =>
    `missing, and cannot be installed (${reason}):`,
  "terminal.packages-begun": () => "Installing Debian packages with apt-get:",
  "terminal.packages-failed": ({ names }: { names: readonly string[] }) =>
    `could not be installed, see apt-get's messages above: ${names.join(", ")}`,
  "terminal.by-hand": ({ command }: { command: string }) => `by hand: ${command}`,
  "terminal.server-not-wanted": ({ tool }: { tool: string }) =>
    `${tool} is not downloaded, as asked (--no-install)`,
  "terminal.server-failed": ({ tool, reason }: { tool: string; reason: string }) =>
    `${tool} is not available: ${reason}`,
  "terminal.shard": ({ shard, workloads }: { shard: string; workloads: readonly string[] }) =>
    `Shard ${shard} of the plan: ${workloads.join(", ")}`,
  "terminal.plan": (of: {
    workloads: number;
    targets: number;
    rounds: number;
    cells: number;
    leftMs: number;
    /** Whether the run may end before its last round. */
    mayEndEarly: boolean;
  }) => {
    const most = of.mayEndEarly ? "at most " : "";
    return (
      `Plan: ${counted(of.workloads, "workload")} on ${counted(of.targets, "target")}, ${most}${counted(of.rounds, "round")}, ` +
      `${most}${of.cells} cells to measure: ${of.mayEndEarly ? "at most" : "about"} ${duration(of.leftMs)}`
    );
  },
  "terminal.left-out": ({ reason }: { reason: string }) => `left out of the history: ${reason}`,

  "terminal.report": ({ file }: { file: string }) => `Report: ${file}`,
  "terminal.explain": ({ code }: { code: string }) => `more: isotax explain ${code}`,
  "terminal.unknown-code": ({ code, near }: { code: string; near: readonly string[] }) =>
    `unknown code "${code}"${didYouMean(near)}`,
  "terminal.list-codes": () => "`isotax explain` lists all codes",
  "terminal.codes-warnings": () => "Warnings",
  "terminal.codes-verdicts": () => "Verdicts",
  "terminal.codes-errors": () => "Errors",
  "terminal.no-report": ({ folder }: { folder: string }) => `${folder} has no report.html`,
  "terminal.make-report": ({ command }: { command: string }) => `make it: ${command}`,
  "terminal.strict": () => "A cell failed, so the exit code is 2, as --strict asks for.",
  "terminal.to-go-on": ({ command }: { command: string }) => `Interrupted. To go on: ${command}`,
  "terminal.nothing-judged": () =>
    "Interrupted: nothing was judged. To go on: isotax run --resume DIR, then isotax gate --run DIR",
  "terminal.page-written": ({ file }: { file: string }) => `The page: ${file}`,
  "terminal.judged": ({ folder }: { folder: string }) => `Verdict, samples and report: ${folder}`,
  "terminal.not-in-summary": ({ why }: { why: string }) =>
    `the verdict is not in the job's summary: ${why}`,
  "terminal.name-summary": () =>
    "let GITHUB_STEP_SUMMARY name a file that can be written, or unset it",
  "terminal.merged": ({ shards, folder }: { shards: number; folder: string }) =>
    `Merged ${counted(shards, "shard")} into ${folder}`,
  "terminal.copy-run-folder": () =>
    "make it writable, or copy the run folder and make the reports of the copy",
  "terminal.removed": ({ folder }: { folder: string }) => `removed ${folder}`,
  "terminal.nothing-to-clean": () => "nothing to clean",

  "terminal.targets-ready": ({ ready, of }: { ready: number; of: number }) =>
    `${ready} of ${of} targets ready`,
  "terminal.workloads-ready": ({ ready, of }: { ready: number; of: number }) =>
    `${ready} of ${of} workloads ready`,
  "terminal.kvm-again": ({ command }: { command: string }) =>
    `No guest boots under KVM here. To try it again: ${command}`,
  "terminal.emulated": ({ targets }: { targets: readonly string[] }) =>
    `emulated (TCG), so no measure of KVM: ${targets.join(", ")}`,
  "terminal.lacks": ({ names, reason }: { names: readonly string[]; reason: string }) =>
    `${names.join(", ")}: ${reason}`,
  "terminal.doctor-all": () => "Facts about all of them: isotax doctor --all",
  "terminal.targets": () => "Targets",
  "terminal.workloads": () => "Workloads",
  "terminal.what-and-why": () => "what and why",
  "terminal.fact": ({ name, value }: { name: string; value: string }) => `${name}: ${value}`,
  "terminal.see-tool": () => "see the tool's message",

  "terminal.no-runs": ({ folder }: { folder: string }) => `no runs in ${folder}`,
  "terminal.name-parent": () => "name the folder in which the run folders lie",
  "terminal.column-run": () => "run",
  "terminal.column-status": () => "status",
  "terminal.column-created": () => "created",
  "terminal.column-profile": () => "profile",
  "terminal.column-targets": () => "targets",
  "terminal.column-claims": () => "claims",
  "terminal.status": ({ status }: { status: "running" | "complete" | "interrupted" }) => status,
  "terminal.unreadable": ({ why }: { why: string }) => `unreadable: ${why}`,

  "terminal.self-test": () => "Self-test",
  "terminal.column-trial": () => "trial",
  "terminal.column-expected": () => "has to be",
  "terminal.column-verdict": () => "verdict",
  "terminal.column-rounds": () => "rounds",
  "terminal.column-time": () => "time",
  "terminal.verdict": ({ verdict }: { verdict: Verdict }) => verdict,
  "terminal.slower-by": ({ share }: { share: number }) => `${(share * 100).toFixed(1)}%`,
  "terminal.trial-took": ({ ms }: { ms: number }) => `${(ms / 1000).toFixed(0)} s`,
  "terminal.as-expected": () => "as it has to be",
  "terminal.not-as-expected": () => "WRONG",
  "terminal.made-up": () =>
    "fake: made-up times, so this says nothing of the gate on this machine.",
  "terminal.gate-works": () =>
    "The gate can be trusted here: it passes where nothing changed, and sees what did.",
  "terminal.gate-fails": ({ wrong, trials }: { wrong: number; trials: number }) =>
    `${wrong} of ${trials} trials came out wrong: on this machine the gate needs more time (--budget, --rounds), or less other work.`,
  "terminal.folders": ({ folder }: { folder: string }) => `Folders: ${folder}`,
};

function cell(at: Position): string {
  return `round ${at.round}/${at.rounds}  ${at.done}/${at.due}  ${at.workload} on ${at.subject}`;
}
