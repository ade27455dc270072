/** A gate, from its request to its verdict: what it measures, and how that is judged. */
import { IsotaxError } from "../../errors.ts";
import { say } from "../../messages.ts";
import type { Run } from "../../schema.ts";
import { analyzed } from "../../stats/cells.ts";
import type { Judgement } from "../../stats/judgement.ts";
import type { StoredRun } from "../../store.ts";
import type { Message } from "../../types.ts";
import type { RunChoice } from "../choice.ts";
import type { Emit } from "../events.ts";
import { readHistory, readWholeRun } from "../whole-run.ts";
import { judgeAgainstBaseline, judgeAgainstHistory, judgeRun } from "./judge.ts";
import { planGate } from "./plan.ts";
import { checkRatios } from "./reach.ts";
import type { BaselineRequest, HistoryRequest, LikeRequest, VerdictRequest } from "./request.ts";

/** Measures, with reports. Returns the folder of the run, or undefined if it was interrupted. */
export type MeasureRun = (choice: RunChoice) => Promise<string | undefined>;

export interface GateTools {
  readonly measure: MeasureRun;
  /** Plans a run that can be compared with this run. Errors: what the user must confirm first. */
  readonly likeRun: (run: Run) => Promise<RunChoice>;
  readonly emit: Emit;
}

export interface Judged {
  readonly judgement: Judgement;
  /** Where the verdict is written: --out, otherwise the folder of the judged run. */
  readonly folder: string;
}

/** Undefined if interrupted. Errors: `IsotaxError`. */
export async function verdictOf(
  request: VerdictRequest,
  tools: GateTools,
): Promise<Judged | undefined> {
  switch (request.mode) {
    case "sides": {
      const folder = await tools.measure(planGate(request));
      if (folder === undefined) return undefined;
      const { run, records } = readWholeRun(folder, "run");
      return { folder, judgement: judgeRun(run, records) };
    }
    case "rejudge": {
      const { run, records } = readWholeRun(request.run, "run");
      return { folder: request.out ?? request.run, judgement: judgeRun(run, records) };
    }
    case "baseline":
      return againstBaseline(request, tools);
    case "history":
      return againstHistory(request, tools);
  }
}

async function againstBaseline(
  request: BaselineRequest,
  tools: GateTools,
): Promise<Judged | undefined> {
  const { run, records } = readWholeRun(request.baseline, "baseline");
  const { rules } = request;
  const folder = await judgedFolder(request, async () => {
    checkRatios(run, run.rounds, "baseline", rules);
    const choice = await tools.likeRun(run);
    checkRatios(run, choice.rounds, "planned", rules);
    return tools.measure(choice);
  });
  if (folder === undefined) return undefined;
  const head = readWholeRun(folder, "judged");
  const base = analyzed(run, records);
  const judgement = judgeAgainstBaseline(base, analyzed(head.run, head.records), request);
  return { folder: request.out ?? folder, judgement };
}

async function againstHistory(
  request: HistoryRequest,
  tools: GateTools,
): Promise<Judged | undefined> {
  const { runs, left } = readHistory(request.history, request.run, tools.emit);
  const newest = runs.at(-1);
  if (newest === undefined) throw emptyHistory(request.history);
  const folder = await judgedFolder(request, async () => {
    const choice = await tools.likeRun(newest.run);
    checkRatios(newest.run, choice.rounds, "planned", request.rules);
    return tools.measure(choice);
  });
  if (folder === undefined) return undefined;
  const head = readWholeRun(folder, "judged");
  const anchor = request.anchor === undefined ? undefined : readWholeRun(request.anchor, "anchor");
  const earlier = runs.filter(
    ({ run }) => Date.parse(run.createdAt) < Date.parse(head.run.createdAt),
  );
  const history = {
    runs: earlier.map(({ run, records }) => analyzed(run, records)),
    anchor: anchor && analyzed(anchor.run, anchor.records),
    accepted: request.accept,
  };
  const notes = [
    ...left,
    ...newerNotes(runs.length - earlier.length),
    ...acceptNotes(request.accept, [...runs, head]),
  ];
  const judged = analyzed(head.run, head.records);
  const judgement = judgeAgainstHistory(history, judged, request, notes);
  return { folder: request.out ?? folder, judgement };
}

/** The run that the request names, or one that is measured. */
async function judgedFolder(
  { run }: LikeRequest,
  measure: () => Promise<string | undefined>,
): Promise<string | undefined> {
  return run ?? measure();
}

function newerNotes(newer: number): readonly Message[] {
  return newer === 0 ? [] : [say("verdicts-summary.newer-runs", { runs: newer })];
}

function acceptNotes(accept: readonly string[], runs: readonly StoredRun[]): readonly Message[] {
  const known = new Set(runs.map(({ run }) => run.runId));
  return accept
    .filter((id) => !known.has(id))
    .map((runId) => say("verdicts-summary.accepted-unknown", { runId }));
}

function emptyHistory(folder: string): IsotaxError {
  return new IsotaxError(
    "NO_HISTORY",
    say("gate-plan.no-history", { folder }),
    say("gate-plan.name-history"),
  );
}
