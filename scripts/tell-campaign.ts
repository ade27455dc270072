/** Prints the events of a campaign as lines of progress. */

import pc from "picocolors";
import type { CampaignEvent, Emit, Step, StepResult } from "../bench/campaign/events.ts";
import type { PackageNeed, SweptRun } from "../bench/campaign/machine.ts";
import type { Preflight } from "../bench/campaign/preflight.ts";
import { shardName } from "../bench/campaign/shard.ts";
import { acceleratorOf, emulationReason, isEmulated } from "../bench/emulation.ts";
import { textOf } from "../reports/text/message.ts";
import { duration, type OpenStep, type Progress, type StepOptions } from "./progress.ts";

export function teller(progress: Progress): Emit {
  /** One step ends before the next begins. */
  let open: OpenStep | undefined;
  return (event) => {
    switch (event.kind) {
      case "step-begun":
        open = progress.begin(titleOf(event.step), OPTIONS[event.step.name]);
        return;
      case "step-done":
        open?.done(detailOf(event.result));
        tellLook(event.result, progress);
        return;
      case "step-failed":
        open?.failed();
        return;
      default:
        tell(event, progress);
    }
  };
}

type Told = Exclude<CampaignEvent, { kind: "step-begun" | "step-done" | "step-failed" }>;

function tell(event: Told, progress: Progress): void {
  switch (event.kind) {
    case "swept":
      for (const run of event.runs) tellSwept(run, progress);
      return;
    case "packages-not-wanted": {
      const { reasons, byHand } = wordsOf(event.packages);
      progress.warn(`not installed, as asked (--no-install):\n${reasons}\n    by hand: ${byHand}`);
      return;
    }
    case "packages-not-possible": {
      const { reasons, byHand } = wordsOf(event.packages);
      progress.warn(
        `missing, and cannot be installed (${textOf(event.reason)}):\n${reasons}\n    by hand: ${byHand}`,
      );
      return;
    }
    case "packages-begun":
      progress.say(`Installing Debian packages with apt-get:\n${wordsOf(event.packages).reasons}`);
      return;
    case "packages-line":
      progress.say(event.line);
      return;
    case "packages-failed":
      progress.warn(
        `could not be installed, see apt-get's messages above: ${event.names.join(", ")}\n    by hand: ${aptCommand(event.names)}`,
      );
      return;
    case "server-not-wanted":
      progress.warn(`${event.tool} is not downloaded, as asked (--no-install)`);
      return;
    case "server-failed": {
      const { tool, reason, remedy } = event;
      const hint = remedy === undefined ? "" : `\n    -> ${textOf(remedy)}`;
      progress.warn(`${tool} is not available: ${textOf(reason)}${hint}`);
      return;
    }
    case "planned":
      tellPlan(event, progress);
      return;
    case "cell-begun":
      progress.cell(event.cell, event.position);
      return;
    case "cell-ended":
      progress.record(event.record, event.position);
      return;
    case "cells-over":
      progress.end();
      return;
    case "not-removed":
      progress.warn(`could not be removed: ${event.problem}\n    -> isotax clean tries again`);
      return;
    case "trial-begun":
      progress.say(`${pc.bold("Self-test")}: ${textOf(event.what)}`);
      return;
    case "left-out":
      progress.warn(`left out of the history: ${textOf(event.reason)}`);
      return;
  }
}

const OPTIONS: Readonly<Record<Step["name"], StepOptions>> = {
  packages: {},
  server: {},
  image: { long: true },
  target: {},
  "harness-floor": { measures: true },
  "vm-disk": {},
};

function titleOf(step: Step): string {
  switch (step.name) {
    case "packages":
      return "install packages";
    case "server":
      return `unpack ${step.tool} into the cache`;
    case "image":
      return "root filesystem image";
    case "target":
      return `target ${step.id}`;
    case "harness-floor":
      return "harness floor";
    case "vm-disk":
      return "VM disk with room to write on";
  }
}

function detailOf(result: StepResult | undefined): string | undefined {
  switch (result?.of) {
    case "image": {
      const { digest, files } = result.image;
      const source = result.built === false ? "from the cache" : `built (${result.built})`;
      return `${digest.slice(0, 12)}, ${files.length} files, ${source}`;
    }
    case "target": {
      const { state } = result.look;
      return state.ok ? readiness(state.facts) : `unavailable: ${textOf(state.reason ?? "")}`;
    }
    default:
      return undefined;
  }
}

function readiness(facts: Preflight["state"]["facts"]): string {
  if (isEmulated({ facts }))
    return `ready, but EMULATED (TCG): ${textOf(emulationReason({ facts }) ?? "")}`;
  const accelerator = acceleratorOf({ facts });
  return accelerator === undefined ? "ready" : `ready (${accelerator})`;
}

/** Prints the remedy and the warnings below the line of a target. */
function tellLook(result: StepResult | undefined, progress: Progress): void {
  if (result?.of !== "target") return;
  const { state, warnings } = result.look;
  if (!state.ok) progress.say(`    -> ${textOf(state.remedy ?? "")}`);
  for (const { message, remedy } of warnings)
    progress.warn(`${textOf(message)}\n    -> ${textOf(remedy)}`);
}

function tellSwept({ runId, removed, problems, doubts }: SweptRun, progress: Progress): void {
  if (removed.length > 0) {
    progress.say(`cleaned up after run ${runId}, which had died: ${removed.length} left-over(s)`);
    for (const what of removed) progress.say(`    ${what}`);
  }
  for (const problem of problems) progress.warn(`could not be removed: ${problem}`);
  for (const { file, reason, remedy } of doubts) {
    progress.warn(`${file} ${textOf(reason)}\n    -> ${textOf(remedy)}`);
  }
}

function wordsOf(packages: readonly PackageNeed[]): { reasons: string; byHand: string } {
  return {
    reasons: packages.map((one) => `    ${one.package}: ${textOf(one.why)}`).join("\n"),
    byHand: aptCommand(packages.map((one) => one.package)),
  };
}

function aptCommand(packages: readonly string[]): string {
  return `sudo apt-get install --no-install-recommends ${packages.join(" ")}`;
}

function tellPlan(plan: Extract<Told, { kind: "planned" }>, progress: Progress): void {
  const { workloads, targets, rounds, cellsDue, leftMs, mayEndEarly, shard } = plan;
  if (shard !== undefined) {
    progress.say(`Shard ${shardName(shard)} of the plan: ${workloads.join(", ")}`);
  }
  const most = mayEndEarly ? "at most " : "";
  progress.say(
    `Plan: ${workloads.length} workload(s) on ${targets.length} target(s), ${most}${rounds} round(s), ` +
      `${most}${cellsDue} cells to measure: ${mayEndEarly ? "at most" : "about"} ${duration(leftMs)}`,
  );
}
