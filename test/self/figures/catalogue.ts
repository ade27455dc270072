/** Every workload on the main targets, as users start it: how long that takes. */
import { rmSync } from "node:fs";
import { makeTemporaryFolder } from "../../../bench/files.ts";
import { readRun } from "../../../bench/store.ts";
import { figure, type Measure } from "../figure.ts";
import { isotax } from "../isotax.ts";

/** The run takes it itself. */
export const takesLock = true;

const BOUND_SECONDS = 900;

export const measure: Measure = async (say, signal) => {
  const folder = makeTemporaryFolder("isotax-self-");
  try {
    say("set-up, so that the run finds everything cached");
    await isotax(["setup", "--no-install", "--workloads", "all"], signal);
    say("the whole catalogue, quick (about fifteen minutes)");
    const args = ["run", "--profile", "quick", "--workloads", "all", "--no-install", "--no-open"];
    const whole = await isotax([...args, "--json", "--out", folder], signal);
    const { run, records } = readRun(folder);
    const measured = records.filter(({ outcome }) => outcome.status === "ok").length;
    if (measured < records.length) {
      const what = `${records.length - measured} of ${records.length} cells were not measured`;
      throw new Error(`the duration is promised for all that is in the catalogue; ${what}`);
    }
    return [
      figure({
        ...{ id: "catalogue-duration", value: whole.seconds, unit: "s", better: "lower" },
        ...{ bound: BOUND_SECONDS, n: 1 },
        about: `--profile quick --workloads all, ${run.rounds} rounds, ${measured} cells; set-up cached`,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
