/** `isotax setup`: does what `run` does before it measures, and no more. */
import type { RunChoice } from "../../bench/campaign/choice.ts";
import { type SetUpFor, setUp } from "../../bench/campaign/setup.ts";
import { CACHED_TIMINGS } from "../../bench/campaign/timings.ts";
import { toolsFor } from "../../runners/tools/table.ts";
import { chooseTargets } from "../choose-targets.ts";
import { chooseWorkloads } from "../choose-workloads.ts";
import { GATE_DEFAULTS } from "../defaults.ts";
import { listenForInterrupts } from "../interrupts.ts";
import { configuredIds, knownWorkloads } from "../known-workloads.ts";
import { chooseRun, type RunFlags } from "../options.ts";
import { Progress } from "../progress.ts";
import { readConfig } from "../read-config.ts";
import { SetupTimes } from "../setup-times.ts";
import { surroundingsOf } from "../surroundings.ts";
import { teller } from "../tell-campaign.ts";
import { diagnosisJson } from "../tell-doctor.ts";
import { printJson } from "../terminal.ts";

type SetupFlags = Pick<
  RunFlags,
  "config" | "targets" | "workloads" | "guestKernel" | "image" | "install"
> & {
  readonly forTests: boolean;
  readonly json: boolean;
};

/** Tests boot each VM themselves, and fail where it does not boot: once is enough. */
const FOR_TESTS: Pick<SetUpFor, "extraTools" | "opens"> = {
  extraTools: toolsFor("test"),
  opens: ({ kind }) => kind !== "vm",
};

/**
 * Targets and workloads come from flags, else from the configuration (for runs and its gate), else
 * they are those of a run by default.
 */
async function wanted(flags: SetupFlags, choice: RunChoice) {
  const config = await readConfig(flags.config);
  const { targets, gate = {} } = config;
  const sides = [gate.base, gate.head].filter((side) => side !== undefined);
  const gated = gate.workloads ?? (sides.length === 0 ? [] : [GATE_DEFAULTS.workloads]);
  const known = await knownWorkloads(config, flags.config);
  return {
    targets:
      flags.targets !== undefined || sides.length === 0
        ? choice.targets
        : await chooseTargets([...(targets ?? []), ...sides]),
    workloads:
      flags.workloads !== undefined || gated.length === 0
        ? choice.workloads
        : chooseWorkloads([...(configuredIds(config) ?? []), ...gated].join(","), known),
  };
}

export async function setupCommand(flags: SetupFlags): Promise<number> {
  const progress = new Progress();
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    const choice = await chooseRun({ ...flags, open: false });
    const { targets, workloads } = await wanted(flags, choice);
    const { runId, cpus, memoryMiB } = choice;
    const times = new SetupTimes(targets, CACHED_TIMINGS);
    const emit = times.listening(teller(progress, (step) => times.leftMs(step)));
    const around = await surroundingsOf(
      targets,
      { ...flags, image: choice.image },
      progress,
      interrupts,
      emit,
    );
    const sizes = { cpus, memoryMiB };
    const wants = flags.forTests ? FOR_TESTS : { extraTools: [] };
    const states = await setUp({ runId, targets, workloads, ...sizes, ...wants }, around);
    times.save();
    if (flags.json) await printJson(diagnosisJson({ targets: states, workloads: [] }).targets, 2);
    return 0;
  } finally {
    interrupts.dispose();
  }
}
