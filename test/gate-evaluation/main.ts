/**
 * `npm run bench:gate`: how often the gate is wrong, and how often it sees what is there, on this
 * machine.
 */
import { resolve } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import { enter } from "../../scripts/enter.ts";
import { type Interrupts, listenForInterrupts } from "../../scripts/interrupts.ts";
import { Progress } from "../../scripts/progress.ts";
import { scriptOptions } from "../../scripts/script-options.ts";
import { print } from "../../scripts/terminal.ts";
import { betweenTable } from "./between.ts";
import { faultyTable } from "./faulty.ts";
import { measure } from "./measure.ts";
import { nightsTable, quietNightsTable } from "./nights.ts";
import { repeat } from "./repeat.ts";
import { scenarioTable } from "./scenario-table.ts";
import { simulatedTable } from "./simulated.ts";
import { tableOf } from "./table.ts";

const HELP = `
Usage: npm run bench:gate -- [--minutes N] [--targets IDS] [--out DIR] | --from DIR
       | --repeat N [--targets IDS] [--out DIR] | --between DIRS | --simulate | --scenarios
Measures how often the gate is wrong, and how often it sees what is there, on this machine.
It measures each target for --minutes, and locks the machine; then it plays gates on the samples.

  --minutes N     of measuring for each target (30)
  --targets IDS   comma-separated (native,crun)
  --out DIR       folder to write (results/gate)
  --from DIR      plays the gates again on what was measured before
  --repeat N      measures the same run so many times, of every resource, and tells how runs differ
  --between DIRS  how runs differ, comma-separated; measures nothing
  --simulate      what made-up hosts do, and sides that fail or hang; measures nothing
  --scenarios     what has slipped past gates, and what others say of it; measures nothing
  --nights        how long a made-up history stays red; measures nothing
`;

async function main(): Promise<number> {
  const values = await scriptOptions(HELP, {
    minutes: { type: "string", default: "30" },
    targets: { type: "string", default: "native,crun" },
    out: { type: "string", default: "results/gate" },
    from: { type: "string" },
    repeat: { type: "string" },
    between: { type: "string" },
    simulate: { type: "boolean", default: false },
    nights: { type: "boolean", default: false },
    scenarios: { type: "boolean", default: false },
  });
  if (values === undefined) return 0;
  await print(await tableFor(values));
  return 0;
}

interface EvaluationOptions {
  readonly minutes: string;
  readonly targets: string;
  readonly out: string;
  readonly from?: string | undefined;
  readonly repeat?: string | undefined;
  readonly between?: string | undefined;
  readonly simulate: boolean;
  readonly nights: boolean;
  readonly scenarios: boolean;
}

async function tableFor(asked: EvaluationOptions): Promise<string> {
  if (asked.simulate) return `${simulatedTable()}\n${faultyTable()}`;
  if (asked.scenarios) return scenarioTable();
  if (asked.nights) return `${nightsTable()}\n${quietNightsTable()}`;
  if (asked.between !== undefined) return betweenTable(asked.between.split(","));
  if (asked.repeat !== undefined) return betweenTable(await repeated(asked, runsOf(asked.repeat)));
  return tableOf(asked.from ?? (await measured(asked)));
}

/** The folder of what was measured now. */
function measured({ out, targets, minutes }: EvaluationOptions): Promise<string> {
  const folder = resolve(out);
  return interruptible(async (progress, interrupts) => {
    for (const target of targets.split(",")) {
      await measure(target, Number(minutes), folder, progress, interrupts);
    }
    return folder;
  });
}

/** Errors: `BAD_OPTION`. */
function runsOf(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 2) return runs;
  throw new IsotaxError(
    "BAD_OPTION",
    verbatim(`--repeat ${text}: expected a number of runs, 2 or more`),
    verbatim(HELP.trim()),
  );
}

function repeated({ out, targets }: EvaluationOptions, runs: number): Promise<string[]> {
  return interruptible((progress, interrupts) =>
    repeat(targets.split(","), runs, resolve(out), progress, interrupts),
  );
}

async function interruptible<T>(
  task: (progress: Progress, interrupts: Interrupts) => Promise<T>,
): Promise<T> {
  const progress = new Progress();
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    return await task(progress, interrupts);
  } finally {
    interrupts.dispose();
  }
}

await enter(main);
