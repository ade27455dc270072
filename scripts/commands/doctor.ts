/** `isotax doctor`: what can be measured here, and what the rest lacks. */
import { asMessage, IsotaxError } from "../../bench/errors.ts";
import { roomError } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import type { Experiment, Probe, Target } from "../../bench/types.ts";
import { t } from "../../reports/text/message.ts";
import { PROBE } from "../../runners/audit/probe.ts";
import { RunContext } from "../../runners/context.ts";
import { broughtPrograms, whyNotBrought } from "../../runners/images/brought.ts";
import { locateTool } from "../../runners/images/servers.ts";
import { hasImageTool } from "../../runners/images/tools.ts";
import { broughtProblem, toolProblem } from "../../runners/lacks.ts";
import { networkProblem } from "../../runners/network/lab.ts";
import { loadTargets } from "../../runners/registry.ts";
import { chooseTargets } from "../choose-targets.ts";
import { listenForInterrupts } from "../interrupts.ts";
import { knownWorkloads } from "../known-workloads.ts";
import { Progress } from "../progress.ts";
import { readConfig } from "../read-config.ts";
import { type Diagnosis, diagnosisJson, shortDiagnosis, wholeDiagnosis } from "../tell-doctor.ts";
import { print, printJson } from "../terminal.ts";

export async function doctorCommand(options: {
  readonly all: boolean;
  readonly fresh: boolean;
  readonly json: boolean;
  readonly targets?: string;
  readonly config?: string;
}): Promise<number> {
  const ids = await chooseTargets(options.targets ?? "all");
  const known = await knownWorkloads(await readConfig(options.config), options.config);
  const progress = new Progress();
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    const targets = await diagnoseTargets(ids, options.fresh, progress, interrupts.signal);
    const found = { targets, workloads: diagnoseWorkloads(known) };
    progress.end();
    if (options.json) await printJson(diagnosisJson(found), 2);
    else await print(options.all ? wholeDiagnosis(found) : shortDiagnosis(found));
    return 0;
  } finally {
    interrupts.dispose();
  }
}

async function diagnoseTargets(
  ids: readonly string[],
  isFresh: boolean,
  progress: Progress,
  signal: AbortSignal,
): Promise<Diagnosis[]> {
  await using context = new RunContext({
    runId: `doctor-${process.pid}`,
    mayFetch: false,
    // Whoever only looks does not wait for guests.
    retryKvm: isFresh ? "now" : "never",
  });
  const targets = await loadTargets(context, ids);
  const probes = sideBySide(targets, (target) => probed(target, signal));
  // From the beginning: an interrupt ends several looks, and only one of them is waited for.
  const settled = Promise.allSettled(probes);
  const found: Diagnosis[] = [];
  try {
    for (const [at, { id }] of targets.entries()) {
      const probe = await progress.step(
        t("terminal.step-look", { id }),
        () => probes[at] as Promise<Probe>,
        verdict,
        { passing: true },
      );
      found.push({ id, ...probe });
    }
    return found;
  } finally {
    // What the context removes must not be in use.
    await settled;
  }
}

/** Most of a look is waiting for a tool, and nothing is measured. */
const AT_ONCE = 4;

function sideBySide<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R>[] {
  const begun: Promise<R>[] = [];
  for (const item of items) {
    begun.push(Promise.allSettled([begun.at(-AT_ONCE)]).then(() => work(item)));
  }
  return begun;
}

async function probed(target: Target, signal: AbortSignal): Promise<Probe> {
  try {
    return await target.probe(signal);
  } catch (error) {
    signal.throwIfAborted();
    const known = roomError(error) ?? error;
    const remedy = known instanceof IsotaxError ? known.remedy : say("terminal.see-tool");
    return { ok: false, reason: asMessage(known), remedy };
  }
}

function verdict({ ok }: Probe): string {
  return ok ? t("terminal.ready") : t("terminal.not-ready");
}

function diagnoseWorkloads(workloads: readonly Experiment[]): Diagnosis[] {
  return workloads.map((workload): Diagnosis => {
    const { id, tools, needs } = workload;
    const network = needs?.includes("network") === true ? networkProblem() : undefined;
    // Three programs are ours.
    const foreign = tools.filter((tool) => !["payload", "agent", PROBE].includes(tool));
    const brought = broughtPrograms([workload]);
    const lacking = brought.filter((program) => whyNotBrought(program) !== undefined);
    const names = brought.map(({ name }) => name);
    const problem =
      network ??
      broughtProblem(
        workload,
        lacking.map(({ name }) => name),
      ) ??
      toolProblem(
        foreign.filter((tool) => !names.includes(tool) && !hasImageTool(tool)),
        workload.clients.filter((client) => locateTool(client) === undefined),
      );
    return problem === undefined ? { id, ok: true } : { id, ok: false, ...problem };
  });
}
