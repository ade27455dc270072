/** Judgements of runs, ready for reports. */
import { IsotaxError } from "../../errors.ts";
import { isMessage, say, verbatim } from "../../messages.ts";
import { nearTo } from "../../names.ts";
import type { Run, RunRecord } from "../../schema.ts";
import { type Allowed, judgeBaseline } from "../../stats/baseline.ts";
import type { Analyzed } from "../../stats/cells.ts";
import { conclude } from "../../stats/conclude.ts";
import { type History, judgeHistory } from "../../stats/history.ts";
import type { GateQuestion } from "../../stats/interleaved.ts";
import type { Judgement } from "../../stats/judgement.ts";
import { judgeSides } from "../../stats/sides.ts";
import type { Message } from "../../types.ts";

/**
 * Judges two sides of one run, by the question of its gate or by a new one. Errors: `IsotaxError`.
 */
export function judgeRun(
  run: Run,
  records: readonly RunRecord[],
  question: GateQuestion | undefined = run.gate,
): Judgement {
  if (question === undefined) {
    throw new IsotaxError(
      "NOT_A_GATE",
      say("gate-plan.not-a-gate", { runId: run.runId }),
      say("gate-plan.name-two", { targets: run.targets.map(({ id }) => id) }),
    );
  }
  for (const id of [question.base, question.head]) checkTarget(run, id);
  return judgeSides(run, records, question);
}

function checkTarget(run: Run, id: string): void {
  const ids = run.targets.map((target) => target.id);
  if (ids.includes(id)) return;
  throw new IsotaxError(
    "UNKNOWN_TARGET",
    say("gate-plan.unknown-target", {
      runId: run.runId,
      target: id,
      near: nearTo(id, ids),
    }),
    say("gate-plan.its-targets", { targets: ids }),
  );
}

export function judgeAgainstBaseline(base: Analyzed, head: Analyzed, allowed: Allowed): Judgement {
  const cells = judgeBaseline(base, head, allowed);
  return conclude({
    comparison: "baseline",
    base: base.run.runId,
    head: head.run.runId,
    run: head.run,
    cells,
    rules: allowed.rules,
    looks: { taken: [head.run.rounds], planned: [head.run.rounds] },
  });
}

/** `notes` are doubts about the history itself. */
export function judgeAgainstHistory(
  history: History,
  head: Analyzed,
  allowed: Allowed,
  notes: readonly Message[] = [],
): Judgement {
  const { runs, anchor } = history;
  const cells = judgeHistory(history, head, allowed);
  const earlier = { runs: runs.length };
  const base =
    anchor === undefined
      ? say("verdicts-summary.earlier-runs", earlier)
      : say("verdicts-summary.earlier-runs-and", { ...earlier, anchor: anchor.run.runId });
  return conclude({
    comparison: "history",
    base,
    head: head.run.runId,
    notes: notes.map((note) => (isMessage(note) ? note : verbatim(note))),
    run: head.run,
    cells,
    rules: allowed.rules,
    looks: { taken: [head.run.rounds], planned: [head.run.rounds] },
  });
}
