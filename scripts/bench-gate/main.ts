/**
 * `npm run bench:gate`: how often the gate is wrong, and how often it sees what is there, on this
 * machine. `--minutes N` of measuring for each target (30), `--targets native,crun`, `--out DIR`;
 * `--from DIR` plays the gates again on what was measured before.
 */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Progress } from "../progress.ts";
import { measure } from "./measure.ts";
import { tableOf } from "./table.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    targets: { type: "string", default: "native,crun" },
    out: { type: "string", default: "results/gate" },
    from: { type: "string" },
  },
});

const progress = new Progress();
let folder = values.from;
if (folder === undefined) {
  folder = resolve(values.out);
  for (const target of values.targets.split(",")) {
    await measure(target, Number(values.minutes), folder, progress);
  }
}
const runs = readdirSync(folder)
  .filter((name) => !name.endsWith("-sizing") && existsSync(join(folder, name, "run.json")))
  .sort();
process.stdout.write(tableOf(runs.map((name) => join(folder, name))));
