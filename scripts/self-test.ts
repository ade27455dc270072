/**
 * `isotax gate --self-test`: the gate on this machine, on a real target. With itself it has to stay
 * green; with each of its known slowdowns it has to go red.
 */
import { join, resolve } from "node:path";
import pc from "picocolors";
import { IsotaxError } from "../bench/errors.ts";
import { isMadeUp } from "../bench/stats/cells.ts";
import type { CellVerdict, Judgement, Side, Verdict } from "../bench/stats/judgement.ts";
import { percent } from "../bench/stats/words.ts";
import { terminalTable } from "../reports/table.ts";
import { chooseGate } from "./choose-gate.ts";
import type { GateOptions } from "./gate-request.ts";
import { EXIT_INTERRUPTED } from "./interrupts.ts";
import { judgeRun } from "./judge-run.ts";
import type { RunChoice } from "./options.ts";
import type { Progress } from "./progress.ts";
import { readWholeRun } from "./read-whole-run.ts";
import { print } from "./terminal.ts";

type Request = GateOptions & { readonly target: string };

/** How many times the margin those slowdowns are whose size can be chosen. */
const TIMES_MARGIN = 4;
/** Per cent of a CPU that are left: the least that the kernel grants. A start needs few milliseconds of it on a fast machine. */
const THROTTLED = 10;
const WORKLOAD = "start.exec";
const METRIC = "ready";

interface Trial {
  readonly what: string;
  readonly head: string;
  readonly expected: readonly Verdict[];
  readonly judgement: Judgement;
}

/** A cell that both sides have. */
type Ready = CellVerdict & { readonly baseSide: Side };

type Attempt = { readonly status: "interrupted" } | { readonly status: "judged"; ready: Ready };

/** Measures, with reports, and returns the folder of the run; undefined if it was interrupted. */
export type Measure = (choice: RunChoice) => Promise<string | undefined>;

/**
 * Exit code 0 if every trial came out as it had to, 1 if the gate cannot be trusted here, that of an
 * interrupt if it was. Errors: `IsotaxError`; `NOT_MEASURED` if a side of a trial failed throughout.
 */
export async function selfTest(
  request: Request,
  progress: Progress,
  measure: Measure,
): Promise<number> {
  const { target } = request;
  const out = resolve(request.out ?? `results/self-test-${Date.now()}`);
  const trials: Trial[] = [];
  let madeUp = false;
  const attempt = async (
    what: string,
    head: string,
    expected: readonly Verdict[],
  ): Promise<Attempt> => {
    progress.say(`${pc.bold("Self-test")}: ${what}`);
    const folder = join(out, `${trials.length}-${what.replaceAll(/\W+/g, "-")}`);
    const sides = { ...request, mode: "sides", workloads: WORKLOAD, base: target, head } as const;
    const choice = await chooseGate({ ...sides, out: folder });
    if ((await measure(choice)) === undefined) return { status: "interrupted" };
    const { run, records } = readWholeRun(folder, "the run");
    madeUp ||= run.targets.some(isMadeUp);
    const judgement = judgeRun(run, records);
    const ready = readyOf(judgement, what, folder);
    trials.push({ what, head, expected, judgement });
    return { status: "judged", ready };
  };
  const same = await attempt("the same twice", target, ["pass", "improved"]);
  if (same.status === "interrupted") return EXIT_INTERRUPTED;
  // Of a start that takes next to nothing the least amount that counts is more than the share.
  const share = TIMES_MARGIN * same.ready.margin.effective;
  const ns = Math.round(share * same.ready.baseSide.median);
  const slowdowns = [
    [`CPU spin at start, ${percent(share)}`, `spin=${ns}ns`],
    [`delayed spawn, ${percent(share)}`, `delay=${ns}ns`],
    ["an extra fsync", "fsync"],
    [`throttled CPU, ${THROTTLED}%`, `throttle=${THROTTLED}%`],
  ] as const;
  for (const [what, handicap] of slowdowns) {
    const { status } = await attempt(what, `${target}+${handicap}`, ["regressed"]);
    if (status === "interrupted") return EXIT_INTERRUPTED;
  }
  progress.end();
  await print(resultOf(trials, out, madeUp));
  return trials.every(isAsExpected) ? 0 : 1;
}

/** Of a side that was never measured the gate cannot say anything, which says nothing of the gate. */
function readyOf({ cells }: Judgement, what: string, folder: string): Ready {
  const cell = cells.find(({ metric }) => metric === METRIC) ?? cells[0];
  if (cell?.baseSide !== undefined && cell.headSide !== undefined) {
    return { ...cell, baseSide: cell.baseSide };
  }
  const { reason, remedy } = cell ?? {
    reason: `there is no ${WORKLOAD} in the run`,
    remedy: "measure it anew",
  };
  throw new IsotaxError(
    "NOT_MEASURED",
    `the self-test cannot be played: ${what}: ${reason}`,
    `${remedy}; all that there is: isotax report ${folder}`,
  );
}

function isAsExpected({ expected, judgement }: Trial): boolean {
  return expected.includes(judgement.verdict);
}

const MADE_UP = "fake: made-up times, so this says nothing of the gate on this machine.";

function resultOf(trials: readonly Trial[], out: string, madeUp: boolean): string {
  const table = terminalTable(["trial", "has to be", "verdict", METRIC, "rounds", "time", ""]);
  for (const trial of trials) {
    const { what, expected, judgement } = trial;
    const cell = judgement.cells.find(({ metric }) => metric === METRIC);
    const slowdown = cell?.effect?.slowdown;
    table.push([
      what,
      expected[0] ?? "",
      judgement.verdict,
      slowdown === undefined ? "" : `${((slowdown - 1) * 100).toFixed(1)}%`,
      String(judgement.rounds),
      `${((judgement.wallMs ?? 0) / 1000).toFixed(0)} s`,
      isAsExpected(trial) ? pc.green("as it has to be") : pc.red("WRONG"),
    ]);
  }
  const wrong = trials.filter((trial) => !isAsExpected(trial)).length;
  const said =
    wrong === 0
      ? "The gate can be trusted here: it stays green where nothing changed, and sees what did."
      : `${wrong} of ${trials.length} trials came out wrong: on this machine the gate needs more time (--budget, --rounds), or quiet.`;
  const told = madeUp ? MADE_UP : said;
  return `${table.toString()}\n${told}\nFolders: ${out}\n`;
}
