/** A few rounds of a gate, to say what it will take and what it could see here. */
import { resolve } from "node:path";
import { IsotaxError } from "../../errors.ts";
import { say } from "../../messages.ts";
import { type Forecast, forecast } from "../../stats/forecast.ts";
import { pilotCells } from "../../stats/interleaved.ts";
import { readWholeRun } from "../whole-run.ts";
import { planGate } from "./plan.ts";
import type { PlanRequest } from "./request.ts";
import type { MeasureRun } from "./verdict.ts";

/** So few do not tell much about scatter, but more would be a gate. */
const ROUNDS = 8;

export interface Pilot {
  readonly cells: readonly Forecast[];
  readonly base: string;
  readonly head: string;
  /** Rounds of the pilot. */
  readonly rounds: number;
  /** How long one round takes, without the set-up. */
  readonly roundMs: number;
  readonly budgetMs: number;
  /** How many rounds the gate may take, by its number of rounds and its time. */
  readonly most: number;
  /** The folder of the pilot's run. */
  readonly out: string;
}

/** Undefined if interrupted. Errors: `NOT_MEASURED` if no gated cell was measured on both sides. */
export async function playPilot(
  request: PlanRequest,
  measure: MeasureRun,
): Promise<Pilot | undefined> {
  const plan = planGate({ ...request, mode: "sides" });
  const { base, head, budgetMs } = request;
  const out = resolve(request.out ?? `results/${plan.runId}`);
  const choice = {
    ...plan,
    rounds: ROUNDS,
    adaptive: { looks: [ROUNDS], budgetMs },
    out,
  };
  if ((await measure(choice)) === undefined) return undefined;
  const { run, records } = readWholeRun(out, "run");
  const question = { base, head, margin: request.margin, rules: request.rules };
  const cells = pilotCells(run, records, question);
  if (cells.length === 0) {
    throw new IsotaxError(
      "NOT_MEASURED",
      say("gate-plan.nothing-piloted"),
      say("gate-plan.see-report", { remedy: say("verdicts.see-what-failed"), folder: out }),
    );
  }
  const times = records.map(({ startedAt }) => Date.parse(startedAt));
  const lastMs = (records.at(-1)?.wallNs ?? 0) / 1e6;
  const tookMs = Math.max(...times) - Math.min(...times) + lastMs;
  const roundMs = tookMs / Math.max(1, run.rounds);
  const left = budgetMs - run.harness.setupMs;
  const most = Math.min(request.rounds, Math.max(0, Math.floor(left / roundMs)));
  return {
    cells: forecast(cells, most),
    base,
    head,
    rounds: run.rounds,
    roundMs,
    budgetMs,
    most,
    out,
  };
}
