/** Whole runs of the command line, as users start them: how long, how much of it timed, how much memory. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Run } from "../../../bench/schema.ts";
import { readRun } from "../../../bench/store.ts";
import { run } from "../../../runners/host/process.ts";
import { figure, type Measure } from "../figure.ts";

const CLI = fileURLToPath(new URL("../../cli.ts", import.meta.url));

export const measure: Measure = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), "isotax-self-"));
  try {
    say("set-up, so that what follows finds everything cached");
    await isotax(["setup", "--no-install"]);
    say("a smoke run");
    const smokeSeconds = await timed(() => isotax(runArgs("smoke", join(folder, "smoke"))));
    say("a quick run (about four minutes)");
    const quickSeconds = await timed(() => isotax(runArgs("quick", join(folder, "quick"))));
    const { run: quick, records } = readRun(join(folder, "quick"));
    const timedSeconds = records.reduce((sum, record) => sum + record.timedNs, 0) / 1e9;
    const peak = (quick.harness.peakRssBytes ?? Number.POSITIVE_INFINITY) / 2 ** 20;
    const measured = records.filter(({ outcome }) => outcome.status === "ok").length;
    const worst = worstEstimate(quick);
    return [
      figure({
        ...{ id: "smoke-duration", value: smokeSeconds, unit: "s", better: "lower", bound: 60 },
        ...{ n: 1, about: "--profile smoke, set-up cached" },
      }),
      figure({
        ...{ id: "quick-duration", value: quickSeconds, unit: "s", better: "lower", bound: 240 },
        ...{
          n: 1,
          about: `--profile quick, set-up cached, ${measured} of ${records.length} cells ok`,
        },
      }),
      figure({
        ...{
          id: "quick-timed-share",
          value: timedSeconds / quickSeconds,
          unit: "of the wall time",
        },
        ...{ better: "higher", bound: 0.75, n: records.length },
        about: "openings, measured work and removals, of the whole command",
      }),
      figure({
        ...{ id: "harness-memory", value: peak, unit: "MiB", better: "lower", bound: 250 },
        ...{ n: 1, about: "peak resident set of the harness in the quick run" },
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
  return ["run", "--profile", profile, "--no-install", "--no-open", "--out", out];
}

async function isotax(args: readonly string[]): Promise<void> {
  await run([process.execPath, "--import", "tsx", CLI, ...args], { timeoutMs: 900_000 });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
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
