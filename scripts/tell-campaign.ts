/** Prints the events of a campaign as lines of progress. */

import pc from "picocolors";
import type {
  CampaignEvent,
  CampaignStep,
  CampaignStepResult,
  Emit,
} from "../bench/campaign/events.ts";
import type { PackageNeed, SweptRun } from "../bench/campaign/machine.ts";
import type { Preflight } from "../bench/campaign/preflight.ts";
import { shardName } from "../bench/campaign/shard.ts";
import { acceleratorOf, emulationReason, isEmulated } from "../bench/emulation.ts";
import { t, textOf } from "../reports/text/message.ts";
import type { OpenStep, Progress, StepOptions } from "./progress.ts";

/** `leftMs`: of a step and all after it, where that is known. */
export function teller(
  progress: Progress,
  leftMs: (step: CampaignStep) => number | undefined = () => undefined,
): Emit {
  /** One step ends before the next begins. */
  let open: OpenStep | undefined;
  return (event) => {
    switch (event.kind) {
      case "step-begun":
        open = progress.begin(titleOf(event.step), {
          ...OPTIONS[event.step.name],
          leftMs: leftMs(event.step),
        });
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
      const { packages } = event;
      progress.warn(
        `${t("terminal.packages-not-wanted")}${reasonsOf(packages)}${byHand(packages)}`,
      );
      return;
    }
    case "packages-not-possible": {
      const { packages, reason } = event;
      const said = t("terminal.packages-not-possible", { reason });
      progress.warn(`${said}${reasonsOf(packages)}${byHand(packages)}`);
      return;
    }
    case "packages-begun":
      progress.say(`${t("terminal.packages-begun")}${reasonsOf(event.packages)}`);
      return;
    case "packages-line":
      progress.say(event.line);
      return;
    case "packages-failed": {
      const { names } = event;
      progress.warn(`${t("terminal.packages-failed", { names })}${byHandCommand(names)}`);
      return;
    }
    case "server-not-wanted":
      progress.warn(t("terminal.server-not-wanted", { tool: event.tool }));
      return;
    case "server-failed": {
      const { tool, reason, remedy } = event;
      const hint = remedy === undefined ? "" : `\n    -> ${textOf(remedy)}`;
      progress.warn(`${t("terminal.server-failed", { tool, reason })}${hint}`);
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
      progress.warn(
        `${t("terminal.not-removed", { what: event.problem })}\n    -> ${t("terminal.clean-tries-again")}`,
      );
      return;
    case "trial-begun":
      progress.say(`${pc.bold(t("terminal.self-test"))}: ${textOf(event.what)}`);
      return;
    case "left-out":
      progress.warn(t("terminal.left-out", { reason: event.reason }));
      return;
  }
}

const OPTIONS: Readonly<Record<CampaignStep["name"], StepOptions>> = {
  packages: {},
  server: {},
  image: { long: true },
  target: {},
  "harness-floor": { measures: true },
  "vm-disk": {},
};

function titleOf(step: CampaignStep): string {
  switch (step.name) {
    case "packages":
      return t("terminal.step-packages");
    case "server":
      return t("terminal.step-server", { tool: step.tool });
    case "image":
      return t("terminal.step-image");
    case "target":
      return t("terminal.step-target", { id: step.id });
    case "harness-floor":
      return t("terminal.step-harness-floor");
    case "vm-disk":
      return t("terminal.step-vm-disk");
  }
}

function detailOf(result: CampaignStepResult | undefined): string | undefined {
  switch (result?.of) {
    case "image": {
      const { digest, files } = result.image;
      const image = { digest: digest.slice(0, 12), files: files.length };
      return result.built === false
        ? t("terminal.image-from-cache", image)
        : t("terminal.image-built", { ...image, why: result.built });
    }
    case "target": {
      const { state } = result.look;
      return state.ok
        ? readiness(state.facts)
        : t("terminal.unavailable", { reason: state.reason ?? "" });
    }
    default:
      return undefined;
  }
}

function readiness(facts: Preflight["state"]["facts"]): string {
  if (isEmulated({ facts })) {
    return t("terminal.ready-emulated", { why: emulationReason({ facts }) ?? "" });
  }
  const accelerator = acceleratorOf({ facts });
  return accelerator === undefined
    ? t("terminal.ready")
    : t("terminal.ready-with", { accelerator });
}

/** Prints the remedy and the warnings below the line of a target. */
function tellLook(result: CampaignStepResult | undefined, progress: Progress): void {
  if (result?.of !== "target") return;
  const { state, warnings } = result.look;
  if (!state.ok && state.remedy !== undefined) progress.say(`    -> ${textOf(state.remedy)}`);
  for (const { message, remedy } of warnings)
    progress.warn(`${textOf(message)}\n    -> ${textOf(remedy)}`);
}

function tellSwept({ runId, removed, problems, doubts }: SweptRun, progress: Progress): void {
  if (removed.length > 0) {
    progress.say(t("terminal.swept", { runId, count: removed.length }));
    for (const what of removed) progress.say(`    ${textOf(what)}`);
  }
  for (const problem of problems) progress.warn(t("terminal.not-removed", { what: problem }));
  for (const { file, reason, remedy } of doubts) {
    progress.warn(`${t("leftovers.doubt", { file, reason })}\n    -> ${textOf(remedy)}`);
  }
}

function reasonsOf(packages: readonly PackageNeed[]): string {
  return packages
    .map((one) => `\n    ${t("terminal.package", { name: one.package, why: one.why })}`)
    .join("");
}

function byHand(packages: readonly PackageNeed[]): string {
  return byHandCommand(packages.map((one) => one.package));
}

function byHandCommand(packages: readonly string[]): string {
  const command = `sudo apt-get install --no-install-recommends ${packages.join(" ")}`;
  return `\n    ${t("terminal.by-hand", { command })}`;
}

function tellPlan(plan: Extract<Told, { kind: "planned" }>, progress: Progress): void {
  const { workloads, targets, rounds, cellsDue, leftMs, mayEndEarly, shard } = plan;
  if (shard !== undefined) {
    progress.say(t("terminal.shard", { shard: shardName(shard), workloads }));
  }
  const counts = { workloads: workloads.length, targets: targets.length, rounds, cells: cellsDue };
  progress.say(t("terminal.plan", { ...counts, leftMs, mayEndEarly }));
}
