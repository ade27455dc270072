import { described, inFamily } from "../methods/described.ts";
import { checkedExec } from "../methods/exec.ts";
import { NEIGHBOUR } from "../methods/families.ts";
import { latencyMetric } from "../metrics.ts";
import { parsePayload } from "../tools/payload.ts";
import type { Command, Experiment, Lab, Metric, Values } from "../types.ts";

type P = { readonly wakeUps: number };

/** What shares the victim's CPU while it is measured. */
const BESIDE = ["alone", "idle", "busy"] as const;

const CURVE = { role: "detail", gated: false, fold: { how: "curve", along: "beside" } } as const;

const METRICS: readonly Metric[] = [
  latencyMetric("wake-up", CURVE),
  latencyMetric("wake-up.p99", CURVE),
  ratio("idle", "detail"),
  ratio("busy", "headline"),
];

/** The p99 of the lateness of wake-ups, as a multiple of the p99 when alone. */
function ratio(beside: "idle" | "busy", role: Metric["role"]): Metric {
  return {
    id: `p99.${beside}-to-alone`,
    unit: "ratio",
    better: "lower",
    role,
    against: "ratio",
    // A quotient of two tails scatters by nature.
    gated: false,
  };
}

/**
 * One instance wakes at a fixed rate. Another one on the same CPU does nothing, or uses all the CPU
 * it can get.
 */
const base = {
  id: "neighbour.cpu",
  version: 1,
  title:
    "A noisy neighbour: how late a thread wakes alone, beside an idle and beside a busy instance",
  family: NEIGHBOUR,
  tools: ["node", "payload", "busybox"],
  notes: {
    shows:
      "how much an instance with work at a fixed rate, a thousand wake-ups a second, is delayed by another instance of the same kind on the same CPU",
    hides:
      "neighbours on other CPUs, which share caches and memory; limits of CPU time, which a host would set to prevent this",
    published: "none to compare with: published figures are for other schedulers and rates",
  },
  noise: 0.5,
  params: {
    smoke: { wakeUps: 100 },
    quick: { wakeUps: 500 },
    standard: { wakeUps: 2000 },
    thorough: { wakeUps: 5000 },
  },
};

/** A wake-up takes a millisecond, and somewhat more beside a busy neighbour. */
const SECONDS_EACH = 0.003;

export const experiment: Experiment<P> = {
  ...described(base),
  metrics: () => inFamily(base, METRICS),
  seconds: ({ wakeUps }, { openingSeconds, slowdown }) =>
    2 * openingSeconds + BESIDE.length * wakeUps * SECONDS_EACH * slowdown,
  run: async (lab, _subject, p) => {
    const { signal } = lab;
    const victim = await lab.open("target");
    const look = (beside: (typeof BESIDE)[number]) => measure(lab, victim, beside, p);
    const alone = await look("alone");
    const neighbour = await lab.open("target");
    const idle = await look("idle");
    await neighbour.serve(SPIN, signal);
    const busy = await look("busy");
    await neighbour.stopServing(signal);
    const share = (id: string, of: Look): Values => ({
      metric: id,
      values: [of.p99Ns / alone.p99Ns],
      clock: "guest",
    });
    return [
      ...alone.values,
      ...idle.values,
      ...busy.values,
      share("p99.idle-to-alone", idle),
      share("p99.busy-to-alone", busy),
    ];
  },
};

const SPIN: Command = { argv: [{ tool: "busybox" }, "sh", "-c", "while :; do :; done"] };

interface Look {
  readonly values: readonly Values[];
  readonly p99Ns: number;
}

async function measure(
  lab: Lab,
  victim: Awaited<ReturnType<Lab["open"]>>,
  beside: string,
  { wakeUps }: P,
): Promise<Look> {
  const argv = [{ tool: "node" }, { tool: "payload" }, "timer", String(wakeUps)];
  const where = { workload: "neighbour.cpu", target: lab.target("target").id };
  const { stdout, hostNs } = await checkedExec(victim, where, { argv }, lab.signal);
  lab.worked(hostNs);
  const { measurements } = parsePayload("timer", ["wake-up", "wake-up.p99"], stdout);
  const values = measurements.map(
    ({ metric, values: ns, clock }): Values => ({ metric, at: { beside }, values: ns, clock }),
  );
  return { values, p99Ns: measurements[1]?.values[0] ?? Number.NaN };
}
