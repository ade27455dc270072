/**
 * How long a site over sixty runs takes, and how long one more run takes. There is no peer beside it:
 * other tools that make pages of many runs read their own formats, so they would do other work.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../bench/built.ts";
import { makeTemporaryFolder } from "../../../bench/files.ts";
import { medianOf } from "../../../bench/stats/summary.ts";
import { readRun, writeRun } from "../../../bench/store.ts";
import { figure, type Measure } from "../figure.ts";
import { isotax } from "../isotax.ts";
import { madeHistory } from "../made-history.ts";

const RUNS = 60;
const TIMES = 3;

export const measure: Measure = async (say, signal) => {
  const folder = makeTemporaryFolder("isotax-self-site-");
  try {
    const all = madeHistory(readRun(join(ROOT, "results/reference")), { runs: RUNS + 1, seed: 1 });
    const [first, one] = [all.slice(0, RUNS), all.slice(RUNS)].map((runs, at) => {
      const parent = join(folder, String(at));
      for (const { run, records } of runs) writeRun(join(parent, run.runId), run, records);
      return parent;
    }) as [string, string];
    const built: number[] = [];
    const added: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      say(`building a site over ${RUNS} runs`);
      const out = join(folder, `site-${time}`);
      built.push((await isotax(["site", first, "--out", out], signal)).seconds);
      say("adding a run");
      added.push((await isotax(["site", first, one, "--out", out], signal)).seconds);
    }
    return [
      figure({
        id: "site-60",
        value: medianOf(built),
        unit: "s",
        better: "lower",
        bound: 10,
        n: TIMES,
        about: `a site over ${RUNS} runs like the reference run, from nothing; no peer reads these runs`,
      }),
      figure({
        id: "site-add",
        value: medianOf(added),
        unit: "s",
        better: "lower",
        bound: 1,
        n: TIMES,
        about: "the same site with one run more: only that one is read",
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
