/** `isotax gate`: has something got worse? */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { playPilot } from "../../bench/campaign/gate/pilot.ts";
import type {
  GateRequest,
  PlanRequest,
  VerdictRequest,
} from "../../bench/campaign/gate/request.ts";
import { isAsExpected, playSelfTest } from "../../bench/campaign/gate/self-test.ts";
import { type GateTools, type MeasureRun, verdictOf } from "../../bench/campaign/gate/verdict.ts";
import { runCampaign } from "../../bench/campaign/run.ts";
import type { Run } from "../../bench/schema.ts";
import type { Judgement } from "../../bench/stats/judgement.ts";
import type { Experiment } from "../../bench/types.ts";
import { t } from "../../reports/text/message.ts";
import { shellQuote } from "../../runners/host/shell.ts";
import { type GateFlags, requestOf } from "../gate-request.ts";
import { EXIT_INTERRUPTED, type Interrupts, listenForInterrupts } from "../interrupts.ts";
import { knownWorkloads } from "../known-workloads.ts";
import { likeRun } from "../options.ts";
import { Progress } from "../progress.ts";
import { readConfig } from "../read-config.ts";
import { surroundingsOf } from "../surroundings.ts";
import { teller } from "../tell-campaign.ts";
import { tellJudgement } from "../tell-judgement.ts";
import { pilotText } from "../tell-pilot.ts";
import { selfTestText } from "../tell-self-test.ts";
import { print, printJson } from "../terminal.ts";
import { writeReports } from "../write-reports.ts";

export const EXIT = { pass: 0, regressed: 1, usage: 2, inconclusive: 3 } as const;

export async function gateCommand(
  base: string | undefined,
  head: string | undefined,
  flags: GateFlags,
): Promise<number> {
  const progress = new Progress();
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    const config = await readConfig(flags.config);
    const known = await knownWorkloads(config, flags.config);
    const request = await requestOf({ base, head, flags, config, known });
    const tools: GateTools = {
      measure: (choice) => measured(choice, request, progress, interrupts),
      likeRun: (run) => chosenLike(run, request, known),
      emit: teller(progress),
    };
    switch (request.mode) {
      case "self-test":
        return await selfTest(request, tools, progress);
      case "plan":
        return await plan(request, tools, progress);
      default:
        return await verdict(request, tools, progress);
    }
  } finally {
    interrupts.dispose();
  }
}

/** Exit code 1 if the gate cannot be trusted on this machine. */
async function selfTest(
  request: Extract<GateRequest, { mode: "self-test" }>,
  { measure, emit }: GateTools,
  progress: Progress,
): Promise<number> {
  const played = await playSelfTest(request, measure, emit);
  if (played === undefined) return EXIT_INTERRUPTED;
  progress.end();
  await print(selfTestText(played));
  return played.trials.every(isAsExpected) ? EXIT.pass : EXIT.regressed;
}

async function plan(
  request: PlanRequest,
  { measure }: GateTools,
  progress: Progress,
): Promise<number> {
  const pilot = await playPilot(request, measure);
  if (pilot === undefined) return EXIT_INTERRUPTED;
  progress.end();
  if (request.json) await printJson(pilot);
  else await print(pilotText(pilot));
  return EXIT.pass;
}

async function verdict(
  request: VerdictRequest,
  tools: GateTools,
  progress: Progress,
): Promise<number> {
  const judged = await verdictOf(request, tools);
  if (judged === undefined) {
    progress.say(t("terminal.nothing-judged"));
    return EXIT_INTERRUPTED;
  }
  const { json, inconclusive } = request;
  await tellJudgement(judged.judgement, judged.folder, { json, inconclusive, progress });
  // The report of two sides of one run has the verdict already: it needs nothing but the run.
  const { comparison } = judged.judgement;
  if (comparison !== "interleaved" && existsSync(join(judged.folder, "run.json"))) {
    await writeReports(judged.folder);
  }
  return exitCodeOf(judged.judgement, inconclusive);
}

/**
 * The choice of a run that can be compared with this one. Errors: `NOT_CONFIRMED`, with the command
 * that confirms.
 */
function chosenLike(run: Run, request: GateRequest, known: readonly Experiment[]) {
  switch (request.mode) {
    case "baseline":
      return likeRun(
        run,
        request,
        `isotax gate --baseline ${shellQuote([request.baseline])}`,
        known,
      );
    case "history":
      return likeRun(run, request, `isotax gate --history ${shellQuote([request.history])}`, known);
    default:
      throw new Error(`a gate by ${request.mode} is not measured like another run`);
  }
}

async function measured(
  choice: Parameters<MeasureRun>[0],
  request: GateRequest,
  progress: Progress,
  interrupts: Interrupts,
): ReturnType<MeasureRun> {
  const around = await surroundingsOf(choice.targets, request, progress, interrupts);
  const { completed } = await runCampaign({ choice }, around);
  await progress.step(t("terminal.step-reports"), () => writeReports(choice.out));
  progress.end();
  return completed ? choice.out : undefined;
}

/** `inconclusive`: how a gate that could not decide ends, if not with an exit code of its own. */
export function exitCodeOf(
  { verdict }: Pick<Judgement, "verdict">,
  inconclusive?: "pass" | "fail",
): number {
  if (verdict === "regressed") return EXIT.regressed;
  if (verdict !== "inconclusive") return EXIT.pass;
  if (inconclusive === undefined) return EXIT.inconclusive;
  return inconclusive === "pass" ? EXIT.pass : EXIT.regressed;
}
