/**
 * `npm run bench:gate`: how often the gate is wrong, and how often it sees what is there, on this
 * machine. `--minutes N` of measuring for each target (30), `--targets native,crun`, `--out DIR`;
 * `--from DIR` plays the gates again on what was measured before; `--between DIR,DIR,...` says how runs
 * differ, `--simulate` what made-up hosts do: these measure nothing.
 */
import { resolve } from "node:path";
import { enter } from "../enter.ts";
import { listenForInterrupts } from "../interrupts.ts";
import { Progress } from "../progress.ts";
import { scriptOptions } from "../script-options.ts";
import { print } from "../terminal.ts";
import { betweenTable } from "./between.ts";
import { measure } from "./measure.ts";
import { simulatedTable } from "./simulated.ts";
import { tableOf } from "./table.ts";

const HELP = `
Usage: npm run bench:gate -- [--minutes N] [--targets IDS] [--out DIR] | --from DIR | --between DIRS | --simulate
How often the gate is wrong, and how often it sees what is there, on this machine.

  --minutes N     of measuring for each target (30)
  --targets IDS   comma-separated (native,crun)
  --out DIR       folder to write (results/gate)
  --from DIR      plays the gates again on what was measured before
  --between DIRS  how runs differ, comma-separated; measures nothing
  --simulate      what made-up hosts do; measures nothing
`;

async function main(): Promise<number> {
  const values = await scriptOptions(HELP, {
    minutes: { type: "string", default: "30" },
    targets: { type: "string", default: "native,crun" },
    out: { type: "string", default: "results/gate" },
    from: { type: "string" },
    between: { type: "string" },
    simulate: { type: "boolean", default: false },
  });
  if (values === undefined) return 0;
  if (values.simulate) await print(await simulatedTable());
  else if (values.between !== undefined) await print(await betweenTable(values.between.split(",")));
  else await print(await tableOf(values.from ?? (await measured(values))));
  return 0;
}

/** The folder of what was measured now. */
async function measured(asked: {
  readonly minutes: string;
  readonly targets: string;
  readonly out: string;
}): Promise<string> {
  const folder = resolve(asked.out);
  const progress = new Progress();
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    for (const target of asked.targets.split(",")) {
      await measure(target, Number(asked.minutes), folder, progress, interrupts);
    }
    return folder;
  } finally {
    interrupts.dispose();
  }
}

await enter(main);
