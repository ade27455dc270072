/**
 * Deliveries: an image is pulled over a link of a given rate, and runs. First the base into an empty
 * store, then versions above it, each into the store that has those before.
 */
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { latencyMetric } from "../metrics.ts";
import type {
  Check,
  Command,
  DeliveredVersion,
  Delivery,
  DeliveryCost,
  DeliveryLink,
  DeliverySpec,
  Experiment,
  Image,
  Lab,
  Metric,
  Observation,
  Params,
  Pulled,
  Subject,
} from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";

export type DeliverParams = Params & {
  /** Rates of the link, in Mbit/s, separated by spaces: for the formats that short runs measure. */
  readonly mbit: string;
  /** For the other formats. Empty, and they are not measured. */
  readonly othersMbit: string;
  /**
   * Round-trip delays, in ms, separated by spaces, at the rate `delayedMbit`. Every rate is measured
   * without a delay.
   */
  readonly rttMs: string;
  /** The same for the other formats. */
  readonly othersRttMs: string;
  readonly delayedMbit: number;
};

export interface DeliverSpec extends Described<DeliverParams> {
  /** Prints a line as soon as it runs. */
  readonly starts: Command;
  /** Whether the output is its own. */
  hasStarted(stdout: string): boolean;
  /** The same, and reads all files after that. */
  readonly command: Command;
  /**
   * Of the output with a line as soon as it runs, and another when it has read all files: how many
   * bytes it has read. Undefined if the output is wrong.
   */
  bytesRead(stdout: string): number | undefined;
}

const CURVE = {
  role: "detail",
  gated: false,
  against: "none",
  fold: { how: "curve", along: "store" },
} as const;

const METRICS: readonly Metric[] = [
  latencyMetric("first-output", { ...CURVE, role: "headline", ofDelivery: "started" }),
  latencyMetric("pull", { ...CURVE, ofDelivery: "pulled" }),
  latencyMetric("run", CURVE),
  latencyMetric("all-read", { ...CURVE, ofDelivery: "read" }),
  bytes("received", "received"),
  bytes("received.run", "receivedLater"),
  bytes("received.first-output", "receivedByFirstOutput"),
  bytes("sent", "sent"),
  { id: "requests", unit: "count", better: "lower", ...CURVE, ofDelivery: "requests" },
  latencyMetric("client-cpu", { ...CURVE, ofDelivery: "clientCpu" }),
  latencyMetric("server-cpu", { ...CURVE, ofDelivery: "serverCpu" }),
  bytes("written", "written"),
];

function bytes(id: string, ofDelivery: DeliveryCost): Metric {
  return { id, unit: "bytes", better: "lower", ...CURVE, ofDelivery };
}

/** What the store holds before, and the version that is delivered into it. */
interface Case {
  readonly store: string;
  readonly version: DeliveredVersion;
}

const EMPTY = "empty-store";

/** One after the other into the same store. */
const CASES: readonly Case[] = [
  { store: EMPTY, version: "base" },
  { store: "base-there", version: "first" },
  { store: "file-changed", version: "file-changed" },
  { store: "dependency-changed", version: "dependency-changed" },
];

/** Compressed, as a whole: for estimates. */
const IMAGE_MBIT = 800;
/** What is unpacked, and clients that start. */
const SECONDS_BESIDE = 14;
/** For all files of the image. */
const SECONDS_TO_READ = 1;

export function deliverExperiment(spec: DeliverSpec): Experiment<DeliverParams> {
  return {
    ...described(spec),
    clients: ["ip", "tc", "docker-registry", "nginx"],
    programs: (targets) =>
      targets.flatMap(({ formats = [] }) => formats.flatMap(({ tools }) => tools)),
    metrics: () => inFamily(spec, METRICS),
    subjects: (targets, p) =>
      targets.flatMap(({ id, formats = [] }) =>
        formats.flatMap((format) =>
          linksOf(p, format).map((link) => subjectOf(id, format.id, link)),
        ),
      ),
    seconds: (p, { openingSeconds, slowdown }) => {
      const links = linksOf(p, { main: true });
      const each = links.map(({ mbit }) => IMAGE_MBIT / mbit + SECONDS_BESIDE);
      const inside = CASES.length * openingSeconds + SECONDS_TO_READ * slowdown;
      return each.reduce((sum, one) => sum + one, 0) / links.length + inside;
    },
    run: (lab, subject) => deliveries(lab, spec, subject),
  };
}

type LinkSpec = Pick<DeliverySpec, "mbit" | "rttMs">;

function linksOf(
  { mbit, othersMbit, rttMs, othersRttMs, delayedMbit }: DeliverParams,
  { main = false }: { readonly main?: boolean },
): readonly LinkSpec[] {
  const rates = numbersOf(main ? mbit : othersMbit);
  if (rates.length === 0) return [];
  return [
    ...rates.map((rate) => ({ mbit: rate, rttMs: 0 })),
    ...numbersOf(main ? rttMs : othersRttMs).map((delay) => ({ mbit: delayedMbit, rttMs: delay })),
  ];
}

function numbersOf(words: string): readonly number[] {
  return words.split(" ").filter(Boolean).map(Number);
}

function subjectOf(target: string, format: string, { mbit, rttMs }: LinkSpec): Subject {
  const delay = rttMs === 0 ? "" : ` ${rttMs} ms`;
  const id = `${format} ${mbit} Mbit/s${delay}`;
  return { id, roles: { target }, at: { format, mbit, rttMs } };
}

async function deliveries(
  lab: Lab,
  spec: DeliverSpec,
  { at }: Subject,
): Promise<readonly Observation[]> {
  const link = {
    format: String(at["format"]),
    mbit: Number(at["mbit"]),
    rttMs: Number(at["rttMs"]),
  };
  const delivery = await lab.deliver("target", link);
  const formats = lab.target("target").formats ?? [];
  const isLazy = formats.some(({ id, lazy }) => id === link.format && lazy);
  const found: Delivered[] = [];
  for (const one of CASES) {
    // What was pulled whole is read from the client's own disk, over whatever link it came.
    const isRead = isLazy || one.store === EMPTY;
    found.push(await delivered(lab, spec, delivery, { ...one, isRead }));
  }
  const pulls = found.map(({ pulled }) => pulled);
  return [...found.flatMap(observations), paced(delivery.link, pulls)];
}

/** Timers are not exact. */
const TOLERANCE = 1.01;
const BITS_PER_MBIT = 1e6;

/** Whether the link kept its rate. Otherwise the figures are those of another link. */
function paced(link: DeliveryLink, pulls: readonly Pulled[]): Check {
  const { mbit, rttMs, delay, mtu, congestionControl } = link;
  const rates = pulls.map(({ receivedBytes, hostNs }) => (8e9 * receivedBytes) / hostNs);
  const bitsPerSecond = Math.max(...rates);
  return {
    check: "link.rate",
    holds: bitsPerSecond <= TOLERANCE * mbit * BITS_PER_MBIT ? "yes" : "no",
    evidence: say("evidence.paced", { bitsPerSecond, mbit, rttMs, delay, mtu, congestionControl }),
  };
}

interface Delivered {
  readonly store: string;
  readonly pulled: Pulled;
  /** From the client's start to the first line of output. */
  readonly firstNs: number;
  /** The same until all files had been read. Undefined where they were not. */
  readonly allReadNs: number | undefined;
  /** What a lazy format fetches while it runs. */
  readonly receivedLaterBytes: number;
  /** From the client's start to the first line of output. */
  readonly receivedByFirstBytes: number;
}

async function delivered(
  lab: Lab,
  spec: DeliverSpec,
  delivery: Delivery,
  { store, version, isRead }: Case & { readonly isRead: boolean },
): Promise<Delivered> {
  const pulled = await delivery.pull(version, lab.signal);
  lab.worked(pulled.hostNs);
  const ran = await delivery.run(version, isRead ? spec.command : spec.starts, lab.signal);
  const { stdout, linesNs } = ran;
  const [firstNs = 0, allReadNs] = linesNs;
  lab.worked(allReadNs ?? firstNs);
  // Engines add files of their own.
  const isRight = isRead
    ? (spec.bytesRead(stdout) ?? 0) >= leastBytes(lab.image)
    : spec.hasStarted(stdout);
  if (!isRight) throw wrongOutput(spec, lab, stdout);
  return {
    store,
    pulled,
    firstNs,
    allReadNs,
    receivedLaterBytes: ran.receivedBytes,
    receivedByFirstBytes: pulled.receivedBytes + ran.receivedByFirstLine,
  };
}

/** All files of the image: none of it is more than a version has. */
function leastBytes({ files }: Image): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function observations(delivered: Delivered): readonly Observation[] {
  const { store, pulled, firstNs, allReadNs, receivedLaterBytes, receivedByFirstBytes } = delivered;
  const observed = (metric: string, value: number): Observation => ({
    metric,
    at: { store },
    values: [value],
    clock: "host",
  });
  return [
    observed("first-output", pulled.hostNs + firstNs),
    observed("pull", pulled.hostNs),
    observed("run", firstNs),
    ...ifKnown("all-read", allReadNs && pulled.hostNs + allReadNs),
    observed("received", pulled.receivedBytes),
    observed("received.run", receivedLaterBytes),
    observed("received.first-output", receivedByFirstBytes),
    observed("sent", pulled.sentBytes),
    observed("requests", pulled.requests),
    ...ifKnown("client-cpu", pulled.clientCpuNs),
    ...ifKnown("server-cpu", pulled.serverCpuNs),
    ...ifKnown("written", pulled.writtenBytes),
  ];

  function ifKnown(metric: string, value: number | undefined): readonly Observation[] {
    return value === undefined ? [] : [observed(metric, value)];
  }
}

function wrongOutput({ id }: DeliverSpec, lab: Lab, got: string): RunnerError {
  return new RunnerError(
    "WRONG_OUTPUT",
    say("workloads.wrong-start", {
      workload: id,
      target: lab.target("target").id,
      expected: `ready\nread ${leastBytes(lab.image)}\n`,
      got: got.slice(0, 200),
      exitCode: 0,
    }),
    say("workloads.run-by-hand"),
    "run",
    "",
  );
}
