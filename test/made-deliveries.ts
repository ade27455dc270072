/** Runs of deliveries that follow the model of a delivery, so that what is to be found is known. */
import { experiment } from "../bench/experiments/image.pull.ts";
import type { Run, RunRecord, TargetState, WorkloadPlan } from "../bench/schema.ts";
import { type Link, type LinkModel, secondsOver } from "../bench/stats/link-time.ts";
import type { Metric } from "../bench/types.ts";
import { exampleRun } from "./golden/example.ts";
import { TCG, target, vm } from "./made-claims.ts";
import { type Made, noise } from "./made-runs.ts";

export const DELIVERED = "image.pull";
export const STORES = ["empty-store", "base-there", "file-changed", "dependency-changed"] as const;
type Store = (typeof STORES)[number];

/** What is sent in each case, in MB, and how a client of this format goes about it. */
export interface MadeFormat {
  readonly format: string;
  readonly target: TargetState;
  readonly megabytes: readonly [empty: number, base: number, file: number, dependency: number];
  /** Of the pull. */
  readonly model: Omit<LinkModel, "bytes">;
  /** From the pull's end to the first output, and from there until all is read, in s. */
  readonly runSeconds: number;
  readonly readSeconds?: number;
  /** What comes after the pull, in MB, if it is a lazy format. */
  readonly laterMegabytes?: { readonly byFirstOutput: number; readonly all: number };
  /** Whether only times are known. */
  readonly bare?: boolean;
}

const PODMAN = target("podman", "engine");
const DOCKER = target("docker", "engine");
const CRUN = target("crun", "runtime");

const quick = { fixedSeconds: 0.3, unpackSeconds: 0.4 };

export const FORMATS: readonly MadeFormat[] = [
  {
    ...{ format: "podman-gzip", target: PODMAN, megabytes: [45, 6.5, 4.8, 1.6] },
    ...{ model: { ...quick, unpackSeconds: 1.6, trips: 9 }, runSeconds: 0.25, readSeconds: 0.2 },
  },
  {
    ...{ format: "podman-chunked", target: PODMAN, megabytes: [44, 6.6, 0.05, 0.2] },
    ...{ model: { ...quick, trips: 18 }, runSeconds: 0.25, readSeconds: 0.2 },
  },
  {
    ...{ format: "docker", target: DOCKER, megabytes: [45, 6.5, 4.8, 1.6], bare: true },
    ...{ model: { ...quick, unpackSeconds: 2.1, trips: 7 }, runSeconds: 0.5 },
  },
  {
    ...{ format: "crun-casync", target: CRUN, megabytes: [12, 3, 0.3, 0.4] },
    ...{ model: { ...quick, fixedSeconds: 0.1, trips: 40 }, runSeconds: 0.3, readSeconds: 3 },
  },
  {
    ...{ format: "qemu-raw", target: vm(TCG), megabytes: [62, 62, 62, 62] },
    ...{ model: { ...quick, trips: 4 }, runSeconds: 8, readSeconds: 2 },
  },
  {
    ...{ format: "qemu-backing", target: vm(TCG), megabytes: [66, 8, 6, 2.2] },
    ...{ model: { ...quick, trips: 6 }, runSeconds: 8, readSeconds: 2 },
  },
];

/** Rates and delays as runs have them. */
export const LINKS: readonly Link[] = [10, 100, 1000].flatMap((mbit) =>
  [0, 20, 100].map((rttMs) => ({ mbit, rttMs })),
);

type Seen = { metric: string; at: { store: string }; values: number[]; clock: "host" };

/** Those that are measured. */
const METRICS = experiment
  .metrics(experiment.params.quick, { cpus: 1, memoryMiB: 64 })
  .map((metric) => ({ ...metric }) as Metric);

export interface MadeDeliveries {
  readonly formats?: readonly MadeFormat[];
  readonly links: readonly Link[];
  readonly rounds?: number;
  /** The standard deviation of times, as a share. */
  readonly scatter?: number;
}

/** A run of these formats over these links. */
export function madeDeliveries({
  formats = FORMATS,
  links,
  rounds = 3,
  scatter = 0.02,
}: MadeDeliveries): Made {
  const cells = formats.flatMap((made) => links.map((link) => ({ made, link })));
  const records: RunRecord[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const { made, link } of cells) {
      const position = records.length;
      const factor = noise(position * 7 + round, scatter);
      records.push({
        ...{ subject: nameOf(made, link), target: made.target.id, workload: DELIVERED },
        ...{ round, position, startedAt: new Date(BEGIN + position * 1000).toISOString() },
        ...{ wallNs: 1e9, timedNs: 1e8, lifecycle: [], channelNs: [], warnings: [] },
        outcome: {
          status: "ok",
          measurements: STORES.flatMap((s, at) => seen(made, link, s, at, factor)),
        },
      });
    }
  }
  const targets = [...new Map(formats.map(({ target: one }) => [one.id, one])).values()];
  const workloads = [planOf(cells, rounds)];
  const run: Run = { ...exampleRun(), rounds, warnings: [], workloads, targets };
  return { run, records };
}

const BEGIN = Date.parse("2026-01-02T03:04:06.000Z");

/** As the workload names its subjects. */
export function nameOf({ format }: Pick<MadeFormat, "format">, { mbit, rttMs }: Link): string {
  return `${format} ${mbit} Mbit/s${rttMs === 0 ? "" : ` ${rttMs} ms`}`;
}

function planOf(
  cells: readonly { readonly made: MadeFormat; readonly link: Link }[],
  rounds: number,
): WorkloadPlan {
  const subjects = cells.map(({ made, link }) => ({
    id: nameOf(made, link),
    roles: { target: made.target.id },
    at: { format: made.format, ...link },
  }));
  const title = "An image pulled over a link";
  const named = { id: DELIVERED, version: 2, title, family: "delivery", params: { mbit: "" } };
  return { ...named, metrics: METRICS, rounds, subjects };
}

function seen(made: MadeFormat, link: Link, store: Store, at: number, factor: number): Seen[] {
  const bytes = (made.megabytes[at] ?? 0) * 1e6;
  // Less is unpacked where less is sent.
  const share = (made.megabytes[at] ?? 0) / made.megabytes[0];
  const unpackSeconds = made.model.unpackSeconds * share;
  const pull = secondsOver(link, { ...made.model, unpackSeconds, bytes }) * factor;
  const first = pull + made.runSeconds;
  const value = (metric: string, one: number): Seen => {
    return { metric, at: { store }, values: [one], clock: "host" };
  };
  const times = [
    value("pull", pull * 1e9),
    value("run", made.runSeconds * 1e9),
    value("first-output", first * 1e9),
    ...(made.readSeconds === undefined
      ? []
      : [value("all-read", (first + made.readSeconds) * 1e9)]),
    value("received", bytes),
    value("sent", bytes / 40),
  ];
  if (made.bare === true) return times;
  const { byFirstOutput, all } = made.laterMegabytes ?? { byFirstOutput: 0, all: 0 };
  return [
    ...times,
    value("received.run", all * 1e6),
    value("received.first-output", bytes + byFirstOutput * 1e6),
    value("requests", 6 + at),
    value("client-cpu", bytes * 20),
    value("server-cpu", bytes),
    value("written", bytes * 2.4),
  ];
}
