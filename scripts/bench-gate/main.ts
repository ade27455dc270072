/**
 * `npm run bench:gate`: how often the gate is wrong, and how often it sees what is there, on this
 * machine. `--minutes N` of measuring for each target (30), `--targets native,crun`, `--out DIR`;
 * `--from DIR` plays the gates again on what was measured before; `--between DIR,DIR,...` says how runs
 * differ, `--simulate` what made-up hosts do and sides that fail or hang, `--nights` how long a made-up history
 * stays red: these measure nothing.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Progress } from "../progress.ts";
import { betweenTable } from "./between.ts";
import { faultyTable } from "./faulty.ts";
import { measure } from "./measure.ts";
import { nightsTable } from "./nights.ts";
import { simulatedTable } from "./simulated.ts";
import { tableOf } from "./table.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    targets: { type: "string", default: "native,crun" },
    out: { type: "string", default: "results/gate" },
    from: { type: "string" },
    between: { type: "string" },
    simulate: { type: "boolean", default: false },
    nights: { type: "boolean", default: false },
  },
});

async function result(): Promise<string> {
  if (values.simulate) return `${simulatedTable()}\n${faultyTable()}`;
  if (values.nights) return nightsTable();
  if (values.between !== undefined) return betweenTable(values.between.split(","));
  return tableOf(values.from ?? (await measured()));
}

/** The folder of what was measured now. */
async function measured(): Promise<string> {
  const folder = resolve(values.out);
  const progress = new Progress();
  for (const target of values.targets.split(",")) {
    await measure(target, Number(values.minutes), folder, progress);
  }
  return folder;
}

process.stdout.write(await result());
