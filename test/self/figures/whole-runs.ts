/** Whole runs of the command line, as users start them: how long, how much of it timed, how much memory. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { makeTemporaryFolder } from "../../../bench/files.ts";
import type { Run } from "../../../bench/schema.ts";
import { readRun } from "../../../bench/store.ts";
import { figure, type Measure } from "../figure.ts";
import { isotax } from "../isotax.ts";

/** Runs take it themselves. */
export const takesLock = true;

export const measure: Measure = async (say, signal) => {
  const folder = makeTemporaryFolder("isotax-self-");
  try {
    say("set-up, so that what follows finds everything cached");
    await isotax(["setup", "--no-install"], signal);
    say("a smoke run");
    const smoke = await isotax(runArgs("smoke", join(folder, "smoke")), signal);
    say("a quick run (about four minutes)");
    const quickFolder = join(folder, "quick");
    const whole = await isotax(runArgs("quick", quickFolder), signal);
    say("its reports again, with the memory of every process counted");
    const reports = await isotax(["report", quickFolder], signal, true);
    const { run: quick, records } = readRun(quickFolder);
    const timedSeconds = records.reduce((sum, record) => sum + record.timedNs, 0) / 1e9;
    const { peakRssBytes } = JSON.parse(whole.stdout) as { peakRssBytes: number };
    const peak = Math.max(peakRssBytes, reports.peakRssBytes) / 2 ** 20;
    const missing = quick.targets.filter(({ ok }) => !ok).map(({ id }) => id);
    if (missing.length > 0) {
      throw new Error(
        `the durations are promised for all targets; not ready here: ${missing.join(", ")}`,
      );
    }
    const measured = records.filter(({ outcome }) => outcome.status === "ok").length;
    const worst = worstEstimate(quick);
    return [
      figure({
        ...{ id: "smoke-duration", value: smoke.seconds, unit: "s", better: "lower", bound: 60 },
        ...{ n: 1, about: "--profile smoke, set-up cached" },
      }),
      figure({
        ...{ id: "quick-duration", value: whole.seconds, unit: "s", better: "lower", bound: 240 },
        ...{
          n: 1,
          about: `--profile quick, set-up cached, ${measured} of ${records.length} cells ok`,
        },
      }),
      figure({
        ...{
          id: "quick-timed-share",
          value: timedSeconds / whole.seconds,
          unit: "of the wall time",
        },
        ...{ better: "higher", bound: 0.75, n: records.length },
        about: "openings, measured work and removals, of the whole command",
      }),
      figure({
        ...{ id: "harness-memory", value: peak, unit: "MiB", better: "lower", bound: 250 },
        ...{
          n: 1,
          about:
            "peak resident set: the harness in the quick run, or all processes that make its reports",
        },
      }),
      figure({
        ...{ id: "time-left", value: worst.ratio, unit: "x off", better: "lower", bound: 1.5 },
        ...{ n: worst.n, about: "time left as shown, against what was left; the worst of the run" },
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function runArgs(profile: string, out: string): string[] {
  return ["run", "--profile", profile, "--no-install", "--no-open", "--json", "--out", out];
}

/** Estimates near the end are off by seconds that nobody minds: those with 5 s left and more count. */
const LEAST_LEFT_MS = 5000;

function worstEstimate({ harness }: Run): { ratio: number; n: number } {
  const last = harness.estimates.at(-1);
  if (last === undefined) return { ratio: Number.POSITIVE_INFINITY, n: 0 };
  const endMs = last.atMs + last.leftMs;
  const ratios = harness.estimates
    .map(({ atMs, leftMs }) => ({ shown: leftMs, real: endMs - atMs }))
    .filter(({ shown, real }) => shown > 0 && real > LEAST_LEFT_MS)
    .map(({ shown, real }) => Math.max(shown / real, real / shown));
  return {
    ratio: ratios.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ratios),
    n: ratios.length,
  };
}
