/** `isotax gate`: has something become worse? */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { loadExperiments } from "../../bench/registry.ts";
import { analyzed } from "../../bench/stats/cells.ts";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { shellQuote } from "../../runners/host/shell.ts";
import { chooseGate } from "../choose-gate.ts";
import type { Config } from "../config.ts";
import { checkRatios } from "../gate-reach.ts";
import { type GateFlags, type GateRequest, requestOf } from "../gate-request.ts";
import { EXIT_INTERRUPTED, type Interrupts, listenForInterrupts } from "../interrupts.ts";
import { judgeAgainstBaseline, judgeAgainstHistory, judgeRun } from "../judge-run.ts";
import { likeRun, type RunChoice } from "../options.ts";
import { perform } from "../perform.ts";
import { Progress } from "../progress.ts";
import { readConfig } from "../read-config.ts";
import { readHistory, readWholeRun } from "../read-whole-run.ts";
import { type Measure, selfTest } from "../self-test.ts";
import { tellJudgement } from "../tell-judgement.ts";
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
    return await gateToVerdict([base, head], flags, progress, interrupts);
  } finally {
    interrupts.dispose();
  }
}

async function gateToVerdict(
  [base, head]: readonly [string | undefined, string | undefined],
  flags: GateFlags,
  progress: Progress,
  interrupts: Interrupts,
): Promise<number> {
  const config: Config = await readConfig(flags.config);
  const known = await loadExperiments();
  const request = requestOf({ base, head, flags, config, known });
  const measure: Measure = (choice) => measured(choice, flags, progress, interrupts);
  if (request.mode === "self-test") return selfTest(request, progress, measure);
  const judged = await judgementOf(request, measure, progress);
  if (judged === undefined) {
    progress.say(
      "Interrupted: nothing was judged. To go on: isotax run --resume DIR, then isotax gate --run DIR",
    );
    return EXIT_INTERRUPTED;
  }
  const { inconclusive } = request;
  await tellJudgement(judged.judgement, judged.folder, {
    json: flags.json,
    inconclusive,
    progress,
  });
  // Of two sides the report was made with the verdict: it needs nothing but the run.
  const { comparison } = judged.judgement;
  if (comparison !== "interleaved" && existsSync(join(judged.folder, "run.json"))) {
    await writeReports(judged.folder);
  }
  return exitCodeOf(judged.judgement, inconclusive);
}

interface Judged {
  readonly judgement: Judgement;
  /** Where the verdict is written: --out, else the folder of the run that was judged. */
  readonly folder: string;
}

/** Undefined if it was interrupted. */
async function judgementOf(
  request: GateRequest,
  measure: Measure,
  progress: Progress,
): Promise<Judged | undefined> {
  switch (request.mode) {
    case "sides": {
      const choice = await chooseGate(request);
      const folder = await measure(choice);
      if (folder === undefined) return undefined;
      const { run, records } = readWholeRun(folder, "the run");
      return { folder, judgement: judgeRun(run, records) };
    }
    case "rejudge": {
      const { run, records } = readWholeRun(request.run, "the run");
      return { folder: request.out ?? request.run, judgement: judgeRun(run, records) };
    }
    case "baseline": {
      const { run, records } = readWholeRun(request.baseline, "the baseline");
      const measureLike = async () => {
        checkRatios(run, run.rounds, "the baseline", request.rules);
        const choice = await likeRun(run, request, againOf(request.baseline, "--baseline"));
        checkRatios(run, choice.rounds, "the run to be measured", request.rules);
        return measure(choice);
      };
      const folder = request.run ?? (await measureLike());
      if (folder === undefined) return undefined;
      const head = readWholeRun(folder, "the run to be judged");
      const judgement = judgeAgainstBaseline(
        analyzed(run, records),
        analyzed(head.run, head.records),
        request,
      );
      return { folder: request.out ?? folder, judgement };
    }
    case "history": {
      const { runs: history, left } = readHistory(request.history, request.run, progress);
      const newest = history.at(-1);
      if (newest === undefined) throw emptyHistory(request.history);
      const measureLike = async () => {
        const choice = await likeRun(newest.run, request, againOf(request.history, "--history"));
        checkRatios(newest.run, choice.rounds, "the run to be measured", request.rules);
        return measure(choice);
      };
      const folder = request.run ?? (await measureLike());
      if (folder === undefined) return undefined;
      const head = readWholeRun(folder, "the run to be judged");
      const anchor =
        request.anchor === undefined ? undefined : readWholeRun(request.anchor, "the anchor");
      const earlier = history.filter(
        ({ run }) => Date.parse(run.createdAt) < Date.parse(head.run.createdAt),
      );
      const known = new Set([...history, head].map(({ run }) => run.runId));
      const judgement = judgeAgainstHistory(
        {
          runs: earlier.map(({ run, records }) => analyzed(run, records)),
          anchor: anchor && analyzed(anchor.run, anchor.records),
          accepted: request.accept,
        },
        analyzed(head.run, head.records),
        request,
        [
          ...left,
          ...(earlier.length < history.length
            ? [
                `${history.length - earlier.length} run(s) of the history are newer than this one, and not asked`,
              ]
            : []),
          ...request.accept
            .filter((id) => !known.has(id))
            .map((id) => `accepted, but no run of the history: ${id}`),
        ],
      );
      return { folder: request.out ?? folder, judgement };
    }
    case "self-test":
      throw new Error("a self-test judges itself");
  }
}

function againOf(folder: string, flag: string): string {
  return `isotax gate ${flag} ${shellQuote([folder])}`;
}

function emptyHistory(folder: string): IsotaxError {
  return new IsotaxError(
    "NO_HISTORY",
    `${folder} holds no complete run`,
    "name the folder in which the folders of earlier runs lie, such as results",
  );
}

async function measured(
  choice: RunChoice,
  flags: GateFlags,
  progress: Progress,
  interrupts: Interrupts,
): Promise<string | undefined> {
  const { completed } = await perform({ choice, stored: undefined }, flags, progress, interrupts);
  await progress.step("reports", () => writeReports(choice.out));
  progress.end();
  return completed ? choice.out : undefined;
}

/** `inconclusive`: what to make of it, where it shall not have a code of its own. */
export function exitCodeOf(
  { verdict }: Pick<Judgement, "verdict">,
  inconclusive?: "pass" | "fail",
): number {
  if (verdict === "regressed") return EXIT.regressed;
  if (verdict !== "inconclusive") return EXIT.pass;
  if (inconclusive === undefined) return EXIT.inconclusive;
  return inconclusive === "pass" ? EXIT.pass : EXIT.regressed;
}
