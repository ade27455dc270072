/**
 * Neighbours: a victim works at a fixed rate and times itself, alone, beside an idle instance of the
 * same target, and beside one that does its worst. What the victim loses is set beside what the
 * neighbour gets done: to strangle it is no isolation.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { latencyMetric, rateMetric } from "../metrics.ts";
import { quantile } from "../stats/quantile.ts";
import { parsePace } from "../tools/payload.ts";
import type { Command, Experiment, Lab, Metric, Observation, Params, Session } from "../types.ts";
import { AGGRESSORS, type Aggressor, COUNTED, workDone } from "./aggressors.ts";
import { type Described, described, inFamily } from "./described.ts";
import { checkedExec } from "./exec.ts";

export type NeighbourParams = Params & {
  /** Operations of the victim, each time it is looked at. */
  readonly operations: number;
};

export interface NeighbourSpec extends Omit<Described<NeighbourParams>, "tools"> {
  /** Milliseconds between two operations of the victim. */
  readonly intervalMs: number;
  /** Whether an operation is a write of 4 KiB with its flush. Otherwise it only wakes. */
  readonly writes: boolean;
}

const ALONG = { how: "curve", along: "beside" } as const;
const DETAIL = { role: "detail", against: "none", gated: false } as const;

const METRICS: readonly Metric[] = [
  { id: "worst", unit: "ratio", better: "lower", role: "headline", against: "none", gated: false },
  latencyMetric("late", { ...DETAIL, fold: ALONG }),
  latencyMetric("late.p99", { ...DETAIL, role: "tail", of: "late", fold: ALONG }),
  { id: "times-alone", unit: "ratio", better: "lower", ...DETAIL, fold: ALONG, neighbours: "harm" },
  { id: "lost", unit: "ratio", better: "lower", ...DETAIL, fold: ALONG },
  rateMetric("work", { ...DETAIL, fold: ALONG, neighbours: "gain" }),
];

/** MiB for what the victim and its neighbour write. */
const SCRATCH_MIB = 256;
/** The neighbour is busy before the victim begins. */
const LEAD_MS = 300;
const LOOKS = AGGRESSORS.length + 4;

export function neighbourExperiment(spec: NeighbourSpec): Experiment<NeighbourParams> {
  return {
    ...described({ ...spec, tools: ["node", "payload", "busybox"] }),
    metrics: () => inFamily(spec, METRICS),
    seconds: ({ operations }, { openingSeconds }) =>
      2 * openingSeconds + LOOKS * ((operations * spec.intervalMs + LEAD_MS) / 1e3 + 0.2),
    run: (lab, _subject, p) => beside(lab, spec, p),
  };
}

interface Look {
  readonly late: readonly number[];
  readonly p99: number;
}

async function beside(
  lab: Lab,
  spec: NeighbourSpec,
  { operations }: NeighbourParams,
): Promise<readonly Observation[]> {
  const { signal } = lab;
  const where = { workload: spec.id, target: lab.target("target").id };
  const victim = await lab.open("target", { scratchMiB: SCRATCH_MIB });
  const look = async (): Promise<Look> => {
    const { stdout, hostNs } = await checkedExec(victim, where, paced(spec, operations), signal);
    lab.worked(hostNs);
    const late = parsePace(stdout);
    return { late, p99: quantile(late, 0.99) };
  };
  // The first one loads the program, and makes the file.
  await look();
  const alone = await look();
  const neighbour = await lab.open("target", { scratchMiB: SCRATCH_MIB });
  const found: Observation[] = [];
  const tell = (name: string, seen: Look) => {
    const at = { beside: name };
    const timesAlone = seen.p99 / Math.max(1, alone.p99);
    const one = (metric: string, value: number): Observation => {
      return { metric, at, values: [value], clock: "guest" };
    };
    found.push(
      { metric: "late", at, values: seen.late, clock: "guest" },
      one("late.p99", seen.p99),
      one("times-alone", timesAlone),
      one("lost", 1 - seen.late.length / operations),
    );
    return timesAlone;
  };
  tell("alone", alone);
  tell("idle", await look());
  let worst = 0;
  for (const aggressor of AGGRESSORS) {
    const { seen, work } = await during(lab, neighbour, aggressor, where, look);
    worst = Math.max(worst, tell(aggressor.id, seen));
    found.push({ metric: "work", at: { beside: aggressor.id }, values: [work], clock: "host" });
  }
  tell("after", await look());
  return [{ metric: "worst", values: [worst], clock: "guest" }, ...found];
}

function paced({ intervalMs, writes }: NeighbourSpec, operations: number): Command {
  const file = writes ? [{ scratch: "paced" }] : [];
  const numbers = [String(intervalMs), String(operations)];
  return { argv: [{ tool: "node" }, { tool: "payload" }, "pace", ...numbers, ...file] };
}

/** Looks at the victim while the neighbour works, and says what the neighbour did in a second. */
async function during(
  lab: Lab,
  neighbour: Session,
  aggressor: Aggressor,
  where: { readonly workload: string; readonly target: string },
  look: () => Promise<Look>,
): Promise<{ readonly seen: Look; readonly work: number }> {
  const { signal } = lab;
  const fromNs = process.hrtime.bigint();
  await neighbour.serve(aggressor.command(lab.size.memoryMiB), signal);
  await sleep(LEAD_MS, undefined, { signal });
  const seen = await look();
  // However long the victim took, the neighbour was busy until here.
  await neighbour.stopServing(signal);
  const seconds = Number(process.hrtime.bigint() - fromNs) / 1e9;
  const { stdout } = await checkedExec(neighbour, where, COUNTED, signal);
  return { seen, work: workDone(stdout, aggressor.id) / seconds };
}
