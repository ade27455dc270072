/** Run folders: what is wrong with them, and what to do. */

const MIB = 2 ** 20;

export const runs = {
  "runs.in-file": ({ file, problem }: { file: string; problem: string }) => `${file}: ${problem}`,
  "runs.in-line": ({ file, line, problem }: { file: string; line: number; problem: string }) =>
    `${file}, line ${line}: ${problem}`,
  "runs.damaged": () =>
    "the file was changed or damaged; it is left as it is: restore it or run again",
  "runs.not-a-run": ({ folder, file }: { folder: string; file: string }) =>
    `${folder} is not a run folder: it has no ${file}`,
  "runs.name-a-run": () => "name a folder that `isotax run` wrote; `isotax list` shows them",
  "runs.other-schema": ({ file, found, known }: { file: string; found: string; known: number }) =>
    `${file}: schema version ${found || "none"}; this isotax reads ${known}`,
  "runs.use-its-version": () => "use the version of isotax that wrote the folder",
  "runs.too-deep": () => "is nested too deeply, or has more errors than can be told",
  "runs.line-too-long": ({ line, mostBytes }: { line: number; mostBytes: number }) =>
    `line ${line} has more than ${mostBytes / MIB} MiB`,
  /** What a schema found, and how much more it found. */
  "runs.issues": ({ shown, more }: { shown: string; more: number }) =>
    `${shown}\n✖ and ${more} more`,

  "runs.exists": ({ folder }: { folder: string }) => `${folder} holds a run already`,
  "runs.resume-or-other-out": () =>
    "choose another --out; or go on with it, if it is a run that was interrupted: isotax run --resume",
  "runs.out-not-empty": ({ folder }: { folder: string }) =>
    `${folder} is not empty and not a run folder`,
  "runs.records-kept": ({ remedy }: { remedy: string }) =>
    `${remedy}; what was recorded is kept, and --resume goes on from there`,

  "runs.plan-names-twice": ({ name }: { name: string }) => `the plan names ${name} twice`,
  "runs.workload-names-twice": ({ workload, name }: { workload: string; name: string }) =>
    `${workload} names ${name} twice`,
  "runs.stranger-in-subject": ({ workload, target }: { workload: string; target: string }) =>
    `${workload} is measured on ${target}, which is not in the plan`,
  "runs.subject-of-nothing": ({ workload }: { workload: string }) =>
    `${workload} is measured on nothing`,
  "runs.unknown-side": ({ target }: { target: string }) =>
    `the gate's side ${target} is not in the plan`,
  "runs.too-many-cells": (plan: { rounds: number; workloads: number; targets: number }) =>
    `${plan.rounds} rounds of ${plan.workloads} workloads on ${plan.targets} targets are too many for a plan`,
  "runs.plan-changed": () =>
    "its plan is not the one that it was written with: seed, rounds, targets, workloads or sizes were changed since",

  "runs.unplanned-workload": ({ workload }: { workload: string }) =>
    `the workload ${workload} is not in the plan`,
  "runs.unplanned-target": ({ target }: { target: string }) =>
    `the target ${target} is not in the plan`,
  "runs.other-target": ({ subject, target }: { subject: string; target: string }) =>
    `the figures of ${subject} are not those of ${target}`,
  "runs.unplanned-round": (of: { round: number; workload: string; last: number }) =>
    `round ${of.round} of ${of.workload} is not in the plan, which ends with round ${of.last}`,
  "runs.cell-twice": (cell: { workload: string; subject: string; round: number }) =>
    `${cell.workload} on ${cell.subject} in round ${cell.round} is there twice`,

  "runs.check-twice": ({ check }: { check: string }) => `${check} is there twice`,
  "runs.undeclared-metric": ({ workload, metric }: { workload: string; metric: string }) =>
    `${workload} does not declare ${metric}`,
  "runs.bad-metric": ({ workload, problem }: { workload: string; problem: string }) =>
    `${workload} ${problem}`,
  "runs.negative-value": (of: { workload: string; metric: string; value: number; unit: string }) =>
    `${of.workload} ${of.metric} has a negative value, ${of.value} ${of.unit}`,
};
