/** Why a run cannot be resumed, and how the machine differs from the one that it began on. */

const changedOf = (tools: readonly string[]) => tools.join(", ") || "libraries";

export const campaignResume = {
  "campaign-resume.complete": ({ folder }: { folder: string }) => `${folder} is complete`,
  "campaign-resume.start-new": () => "start a new run",
  "campaign-resume.other-isotax": ({ before, now }: { before: string; now: string }) =>
    `the run was begun by isotax ${before} with other sources than these (${now}): its figures may differ`,
  "campaign-resume.finish-with-its-isotax": () =>
    "finish the run with the isotax that began it, or start a new one",
  "campaign-resume.no-plan-hash": ({ file }: { file: string }) =>
    `${file} has no checksum of its plan, although this isotax writes one`,
  "campaign-resume.restore-file": () => "restore the file as it was written, or start a new run",
  "campaign-resume.workload-changed": ({
    workload,
    before,
    now,
  }: {
    workload: string;
    before: number;
    now: number;
  }) => `${workload} is version ${now} here, and ${before} in the run`,
  "campaign-resume.workload-unknown": ({
    workload,
    before,
  }: {
    workload: string;
    before: number;
  }) => `${workload} is not there any more, and is version ${before} in the run`,
  "campaign-resume.is-linked": ({ file }: { file: string }) =>
    `${file} is a symbolic link: resuming would write to the file that it points to`,
  "campaign-resume.copy-linked": () =>
    "copy the folder with what its links lead to (cp -rL), and go on with the copy",
  "campaign-resume.image-changed": ({ tools }: { tools: readonly string[] }) =>
    `the image is not the one that the run began with (changed: ${changedOf(tools)})`,
  "campaign-resume.other-image": () =>
    "samples of different bytes cannot be mixed: start a new run",
  /** CPUs are in the kernel's list format: 0-3,8. */
  "campaign-resume.cpus-gone": ({
    targets,
    harness,
    gone,
    allowed,
  }: {
    targets: string;
    harness: string;
    gone: string;
    allowed: string;
  }) =>
    `the run began on CPU ${targets}, the harness on ${harness}; CPU ${gone} may not be used now (${allowed} may)`,
  "campaign-resume.allow-cpus": () =>
    "samples of different CPUs cannot be mixed: allow those CPUs again (taskset, cpuset), or start a new run",

  "campaign-resume.this-host": () => "this host",
  "campaign-resume.not-there": () => "not there",
  "campaign-resume.fact-changed": ({
    of,
    fact,
    before,
    now,
  }: {
    of: string;
    fact: string;
    before: string;
    now: string;
  }) => `${of}: ${fact} was ${before}, is ${now}`,
  "campaign-resume.machine-changed": ({ changes }: { changes: readonly string[] }) =>
    `the machine is not as it was when the run began: ${changes.join("; ")}`,
  "campaign-resume.put-back": () =>
    "samples of the two cannot be mixed: put it back, or start a new run",
  "campaign-resume.between-parts": ({ changes }: { changes: readonly string[] }) =>
    `between parts of this run: ${changes.join("; ")}`,
  "campaign-resume.run-in-one-go": () => "if that may matter, run again in one go",
  "campaign-resume.rebooted": () => "the host was rebooted between parts of this run",
  "campaign-resume.trust-paired": () =>
    "trust the paired overheads more than the absolute figures, or run again in one go",
};
