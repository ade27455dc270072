/**
 * `npm run bench:gate`: how often the gate is wrong, and how often it sees what is there, on this
 * machine.
 */
import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { EXIT_INTERRUPTED, listenForInterrupts } from "../interrupts.ts";
import { Progress } from "../progress.ts";
import { script } from "../script.ts";
import { betweenTable } from "./between.ts";
import { measure } from "./measure.ts";
import { simulatedTable } from "./simulated.ts";
import { tableOf } from "./table.ts";

interface Options {
  readonly minutes: number;
  readonly targets: string;
  readonly out: string;
  readonly from?: string;
  readonly between?: string;
  readonly simulate: boolean;
}

const values = script("bench:gate", "Says how often the gate is wrong, and how often it sees.")
  .option("--minutes <n>", "minutes of measuring for each target", minutes, 30)
  .option("--targets <ids>", "what to measure, comma-separated", "native,crun")
  .option("--out <dir>", "where the samples go", "results/gate")
  .option("--from <dir>", "play the gates again on what was measured before")
  .option("--between <dirs>", "say how these runs differ, comma-separated; measures nothing")
  .option("--simulate", "say what made-up hosts do; measures nothing", false)
  .parse()
  .opts<Options>();

function minutes(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("Expected a number of minutes.");
}

async function result(): Promise<string> {
  if (values.simulate) return simulatedTable();
  if (values.between !== undefined) return betweenTable(values.between.split(","));
  return tableOf(values.from ?? (await measured()));
}

/** The folder of what was measured now. */
async function measured(): Promise<string> {
  const folder = resolve(values.out);
  const progress = new Progress();
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    for (const target of values.targets.split(",")) {
      await measure(target, values.minutes, folder, progress, interrupts);
    }
    return folder;
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    process.exit(EXIT_INTERRUPTED);
  } finally {
    interrupts.dispose();
  }
}

process.stdout.write(await result());
