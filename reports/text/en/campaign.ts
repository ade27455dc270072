/** How a campaign goes, and what it cannot do. */
import { counted } from "./words/counts.ts";

/** What a run is to the command that reads it. */
type Role = "run" | "first" | "second" | "baseline" | "history" | "judged" | "anchor";

const ROLES: Readonly<Record<Role, string>> = {
  run: "the run",
  first: "the first run",
  second: "the second run",
  baseline: "the baseline",
  history: "a run of the history",
  judged: "the run to be judged",
  anchor: "the anchor",
};

const percent = (share: number, decimals: number) => `${(100 * share).toFixed(decimals)}%`;
const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

export const campaign = {
  "campaign.unknown": () => "unknown",
  "campaign.none": () => "none",
  "campaign.doctor-says-more": () => "isotax doctor says more",
  /** What to do about several things. They stand below each other, after an arrow. */
  "campaign.remedies": ({ remedies }: { remedies: readonly string[] }) => remedies.join("\n     "),

  // Cells.
  "campaign.not-checked": () => "it was not checked",
  "campaign.defect": () => "this is a defect of isotax: please report it with the run folder",

  // The first look at a target.
  "campaign.probing-failed": ({ why }: { why: string }) => `probing failed: ${why}`,
  "campaign.does-not-start": ({ why }: { why: string }) => `it does not start: ${why}`,
  "campaign.does-not-start-words": ({ why, words }: { why: string; words: string }) =>
    `it does not start: ${why} (${words})`,
  "campaign.made-up": ({ target }: { target: string }) =>
    `the times of ${target} are made up: nothing of it was measured`,
  "campaign.only-to-try": () => "use them to try a gate or a report, and for nothing else",
  "campaign.other-bytes": ({ target, tools }: { target: string; tools: readonly string[] }) =>
    `${target} holds other bytes than the image: ${tools.join(", ")}`,
  "campaign.clean-cache": () =>
    "do not compare it with the others; isotax clean --cache, then run again",
  "campaign.unlimited-memory": ({ target, limits }: { target: string; limits: string }) =>
    `${target} runs without a memory limit: ${limits}`,
  "campaign.run-as-root": () => "run as root, or where control groups can be written",
  "campaign.wrong-size": ({ target, sees }: { target: string; sees: readonly string[] }) =>
    `a process in ${target} sees ${sees.join(" and ")}, and sizes itself accordingly`,
  "campaign.cpus-instead": ({ seen, given }: { seen: number; given: number }) =>
    `${seen} CPU(s) instead of ${given}`,
  "campaign.memory-instead": ({
    seenBytes,
    givenBytes,
  }: {
    seenBytes: number;
    givenBytes: number;
  }) => `${mebibytes(seenBytes)} MiB of memory instead of ${mebibytes(givenBytes)}`,
  "campaign.sizes-itself": () =>
    "do not compare it with the others where a runtime sizes itself by its CPUs or memory",

  // The host while it is measured.
  "campaign.steal": ({ share }: { share: number }) =>
    `the hypervisor below gave ${percent(share, 1)} of the measured CPU to others`,
  "campaign.avoid-steal": () => "run on bare metal or on dedicated CPUs, or take more rounds",
  "campaign.swapped": () => "the host swapped while this was measured",
  "campaign.free-memory": () => "free memory, or lower --memory",
  "campaign.throttled": () => "the CPU was throttled for heat or power while this was measured",
  "campaign.cool-it": () => "cool the machine, or fix the CPU's frequency",
  "campaign.busy": ({ cpus, share }: { cpus: readonly number[]; share: number }) =>
    `the CPUs to be measured (${cpus.join(", ")}) were ${percent(share, 0)} busy with something else`,
  "campaign.stop-others": () => "stop what runs there (top shows it), or take more rounds",

  "campaign.too-many-shards": ({ workloads, shards }: { workloads: number; shards: number }) =>
    `${counted(workloads, "workload")} cannot fill ${shards} shards: some would have nothing to measure`,
  "campaign.fewer-shards": ({ workloads }: { workloads: number }) =>
    `use --shard i/${workloads} or fewer, or more --workloads`,

  // Whole runs, to be compared.
  "campaign.cut-off": ({ role, folder }: { role: Role; folder: string }) =>
    `${ROLES[role]}, ${folder}: the last line of records.ndjson is cut off`,
  "campaign.copy-or-measure": () =>
    "it was copied in part, or its run was killed: copy it again, or measure it anew",
  "campaign.not-complete": ({
    role,
    folder,
    status,
  }: {
    role: Role;
    folder: string;
    status: string;
  }) => `${ROLES[role]}, ${folder}, is not complete: ${status}`,
  "campaign.go-on": ({ folder }: { folder: string }) =>
    `go on with it (isotax run --resume ${folder}), or measure it anew`,
  "campaign.record-lost": ({
    role,
    folder,
    workload,
    target,
    rounds,
  }: {
    role: Role;
    folder: string;
    workload: string;
    target: string;
    rounds: readonly number[];
  }) =>
    `${ROLES[role]}, ${folder}: it says that it is complete, and has no record of ${workload} on ${target} in round ${rounds.join(", ")}`,
  "campaign.copied-in-part": () => "it was copied in part: copy it again, or measure it anew",
  "campaign.left-out": ({ why }: { why: string }) => `left out of the history: ${why}`,
  "campaign.history-absent": ({ folder }: { folder: string }) => `${folder} does not exist`,
  "campaign.history-is-file": ({ folder }: { folder: string }) => `${folder} is a file`,
  "campaign.history-unreadable": ({ folder, why }: { folder: string; why: string }) =>
    `${folder} cannot be read: ${why}`,
  "campaign.name-history": () => "name the folder in which the folders of earlier runs lie",
};
