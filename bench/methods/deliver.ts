/**
 * Deliveries: an image is pulled over a link of a given rate, and runs. Into a store that is empty,
 * that has the base, and that has the version before.
 */
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { latencyMetric } from "../metrics.ts";
import type {
  Check,
  Command,
  DeliveredVersion,
  Delivery,
  DeliveryLink,
  Experiment,
  FirstOutput,
  Lab,
  Metric,
  Observation,
  Params,
  Pulled,
  Subject,
} from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";

export type DeliverParams = Params & {
  /** Rates of the link, in Mbit/s, separated by spaces. */
  readonly mbit: string;
};

export interface DeliverSpec extends Described<DeliverParams> {
  readonly command: Command;
  /** The exact stdout that a delivered image must have to count. */
  readonly expect: string;
}

const CURVE = {
  role: "detail",
  gated: false,
  against: "none",
  fold: { how: "curve", along: "store" },
} as const;

const METRICS: readonly Metric[] = [
  latencyMetric("first-output", { ...CURVE, role: "headline" }),
  latencyMetric("pull", CURVE),
  latencyMetric("run", CURVE),
  { id: "received", unit: "bytes", better: "lower", ...CURVE },
  { id: "sent", unit: "bytes", better: "lower", ...CURVE },
  { id: "requests", unit: "count", better: "lower", ...CURVE },
];

/** What the store holds before, and the version that is delivered into it. */
interface Case {
  readonly store: string;
  readonly version: DeliveredVersion;
}

const INTO_BASE: Case = { store: "base-there", version: "first" };
/** One after the other into the same store. */
const FROM_NOTHING: readonly Case[] = [
  { store: "empty-store", version: "first" },
  { store: "file-changed", version: "file-changed" },
  { store: "dependency-changed", version: "dependency-changed" },
];

/** Compressed, as a whole: for estimates. */
const IMAGE_MBIT = 800;
/** Twice the base and thrice something small, besides the wire. */
const SECONDS_BESIDE = 15;

export function deliverExperiment(spec: DeliverSpec): Experiment<DeliverParams> {
  return {
    ...described(spec),
    clients: ["ip", "tc", "docker-registry"],
    metrics: () => inFamily(spec, METRICS),
    subjects: (targets, p) =>
      targets.flatMap(({ id, formats = [] }) =>
        formats.flatMap((format) => ratesOf(p).map((mbit) => subjectOf(id, format, mbit))),
      ),
    seconds: (p) => {
      const rates = ratesOf(p);
      const each = rates.map((mbit) => IMAGE_MBIT / mbit + SECONDS_BESIDE);
      return each.reduce((sum, one) => sum + one, 0) / rates.length;
    },
    run: (lab, subject) => deliveries(lab, spec, subject),
  };
}

function ratesOf({ mbit }: DeliverParams): readonly number[] {
  return mbit.split(" ").map(Number);
}

function subjectOf(target: string, format: string, mbit: number): Subject {
  return { id: `${format} ${mbit} Mbit/s`, roles: { target }, at: { format, mbit } };
}

async function deliveries(
  lab: Lab,
  spec: DeliverSpec,
  { at }: Subject,
): Promise<readonly Observation[]> {
  const link = { format: String(at["format"]), mbit: Number(at["mbit"]) };
  const intoBase = await lab.deliver("target", link);
  await intoBase.stock("base", lab.signal);
  const found = [await delivered(lab, spec, intoBase, INTO_BASE)];
  const fromNothing = await lab.deliver("target", link);
  for (const one of FROM_NOTHING) found.push(await delivered(lab, spec, fromNothing, one));
  return [
    ...found.flatMap(observations),
    paced(
      fromNothing.link,
      found.map(({ pulled }) => pulled),
    ),
  ];
}

/** Timers are not exact. */
const TOLERANCE = 1.01;
const BITS_PER_MBIT = 1e6;

/** Whether the link kept its rate. Otherwise the figures are those of another link. */
function paced(link: DeliveryLink, pulls: readonly Pulled[]): Check {
  const { mbit, mtu, congestionControl } = link;
  const rates = pulls.map(({ receivedBytes, hostNs }) => (8e9 * receivedBytes) / hostNs);
  const bitsPerSecond = Math.max(...rates);
  return {
    check: "link.rate",
    holds: bitsPerSecond <= TOLERANCE * mbit * BITS_PER_MBIT ? "yes" : "no",
    evidence: say("evidence.paced", { bitsPerSecond, mbit, mtu, congestionControl }),
  };
}

interface Delivered {
  readonly store: string;
  readonly pulled: Pulled;
  readonly ran: FirstOutput;
}

async function delivered(
  lab: Lab,
  { id, command, expect }: DeliverSpec,
  delivery: Delivery,
  { store, version }: Case,
): Promise<Delivered> {
  const pulled = await delivery.pull(version, lab.signal);
  lab.worked(pulled.hostNs);
  const ran = await delivery.run(version, command, lab.signal);
  lab.worked(ran.hostNs);
  if (ran.stdout !== expect) throw wrongOutput(id, lab.target("target").id, expect, ran.stdout);
  return { store, pulled, ran };
}

function observations({ store, pulled, ran }: Delivered): readonly Observation[] {
  const observed = (metric: string, value: number): Observation => ({
    metric,
    at: { store },
    values: [value],
    clock: "host",
  });
  return [
    observed("first-output", pulled.hostNs + ran.hostNs),
    observed("pull", pulled.hostNs),
    observed("run", ran.hostNs),
    observed("received", pulled.receivedBytes),
    observed("sent", pulled.sentBytes),
    observed("requests", pulled.requests),
  ];
}

function wrongOutput(workload: string, target: string, expected: string, got: string) {
  return new RunnerError(
    "WRONG_OUTPUT",
    say("workloads.wrong-start", {
      workload,
      target,
      expected,
      got: got.slice(0, 200),
      exitCode: 0,
    }),
    say("workloads.run-by-hand"),
    "run",
    "",
  );
}
