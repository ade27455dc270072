/**
 * Tests the gate on this machine, on a real target. The target against itself must stay green. The
 * target against each of its known slowdowns must go red.
 */
import { join, resolve } from "node:path";
import { IsotaxError } from "../../errors.ts";
import { say } from "../../messages.ts";
import { isMadeUp } from "../../stats/cells.ts";
import type { CellVerdict, Judgement, Side, Verdict } from "../../stats/judgement.ts";
import type { Message } from "../../types.ts";
import type { Emit } from "../events.ts";
import { readWholeRun } from "../whole-run.ts";
import { judgeRun } from "./judge.ts";
import { planGate, sidesOf } from "./plan.ts";
import type { SelfTestRequest } from "./request.ts";
import type { MeasureRun } from "./verdict.ts";

/** The size of an adjustable slowdown, as a multiple of the margin. */
const TIMES_MARGIN = 4;
/**
 * Percentage of a CPU that is left, the least that the kernel grants. A start needs few
 * milliseconds of it on a fast machine.
 */
const THROTTLED = 10;
export const WORKLOAD = "start.exec";
export const METRIC = "ready";

export interface SelfTestTrial {
  readonly what: Message;
  readonly head: string;
  readonly expected: readonly Verdict[];
  readonly judgement: Judgement;
}

export interface PlayedSelfTest {
  readonly trials: readonly SelfTestTrial[];
  /** Whether the times of a trial were made up. */
  readonly madeUp: boolean;
  /** The folder that holds the folder of each trial. */
  readonly out: string;
}

/** A cell that both sides have. */
type Ready = CellVerdict & { readonly baseSide: Side };

/** Undefined if interrupted. Errors: `NOT_MEASURED` if a side of a trial always failed. */
export async function playSelfTest(
  request: SelfTestRequest,
  measure: MeasureRun,
  emit: Emit,
): Promise<PlayedSelfTest | undefined> {
  const { target, kind } = request;
  const out = resolve(request.out ?? `results/self-test-${Date.now()}`);
  const trials: SelfTestTrial[] = [];
  let madeUp = false;
  /** `name` is part of a folder's name. Undefined if interrupted. */
  const attempt = async (
    name: string,
    what: Message,
    slowed: string,
    expected: readonly Verdict[],
  ): Promise<Ready | undefined> => {
    emit({ kind: "trial-begun", what });
    const folder = join(out, `${trials.length}-${name}`);
    const [base, head] = sidesOf(target, slowed);
    const choice = planGate({
      ...request,
      mode: "sides",
      base,
      head,
      kinds: [kind, kind],
      out: folder,
    });
    if ((await measure(choice)) === undefined) return undefined;
    const { run, records } = readWholeRun(folder, "run");
    madeUp ||= run.targets.some(isMadeUp);
    const judgement = judgeRun(run, records);
    const ready = readyOf(judgement, what, folder);
    trials.push({ what, head: slowed, expected, judgement });
    return ready;
  };
  const same = await attempt("same", say("gate-plan.trial-same"), target, ["pass", "improved"]);
  if (same === undefined) return undefined;
  // For a very short start, the least amount that counts is more than the relative margin.
  const share = TIMES_MARGIN * same.margin.effective;
  const ns = Math.round(share * same.baseSide.median);
  const slowdowns = [
    ["spin", say("gate-plan.trial-spin", { share }), `spin=${ns}ns`],
    ["delay", say("gate-plan.trial-delay", { share }), `delay=${ns}ns`],
    ["fsync", say("gate-plan.trial-fsync"), "fsync"],
    [
      "throttle",
      say("gate-plan.trial-throttle", { share: THROTTLED / 100 }),
      `throttle=${THROTTLED}%`,
    ],
  ] as const;
  for (const [name, what, handicap] of slowdowns) {
    const ready = await attempt(name, what, `${target}+${handicap}`, ["regressed"]);
    if (ready === undefined) return undefined;
  }
  return { trials, madeUp, out };
}

/** The gate cannot judge a side that was never measured. That is no result of the self-test. */
function readyOf({ cells }: Judgement, trial: Message, folder: string): Ready {
  const cell = cells.find(({ metric }) => metric === METRIC) ?? cells[0];
  if (cell?.baseSide !== undefined && cell.headSide !== undefined) {
    return { ...cell, baseSide: cell.baseSide };
  }
  const reason = cell?.reason ?? say("gate-plan.not-in-run", { workload: WORKLOAD });
  const remedy = cell?.remedy ?? say("gate-plan.measure-anew");
  throw new IsotaxError(
    "NOT_MEASURED",
    say("gate-plan.not-played", { trial, reason }),
    say("gate-plan.see-report", { remedy, folder }),
  );
}

export function isAsExpected({ expected, judgement }: SelfTestTrial): boolean {
  return expected.includes(judgement.verdict);
}
