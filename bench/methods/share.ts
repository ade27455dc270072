/**
 * Services on one base. They are started one after the other and stay open. Each reads all of its
 * files, the base's and its own. What all of them take from the host is read on the way.
 */
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { bytesOfList, readList } from "../tools/read-list.ts";
import type {
  Check,
  Experiment,
  Lab,
  Metric,
  Observation,
  Params,
  Session,
  Share,
  SharedService,
  Subject,
  TargetIdentity,
} from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";
import { checkedExec } from "./exec.ts";
import { KEPT_BYTES, shortOfMemory } from "./kept-memory.ts";

/** How many services there are in the end. At least two. */
export type ShareParams = Params & { readonly services: number };

const SERVICES = "services";

/** The counts of services at which the host is looked at, besides the last one. */
const LOOKED_AT: readonly number[] = [1, 2, 5];

const READ = ["disk", "page-cache", "memory"] as const;

/** Of all services together, by their number; and what each more of them takes. */
const METRICS: readonly Metric[] = [
  ...READ.map((id) => bytes(id, { how: "curve", along: SERVICES })),
  ...READ.map((id) => bytes(`${id}.each`, { how: "slope", along: SERVICES })),
];

function bytes(id: string, fold: Metric["fold"] & {}): Metric {
  const role = id === "disk.each" ? "headline" : "detail";
  return { id, unit: "bytes", better: "lower", role, against: "none", gated: false, fold };
}

/** For a copy of the base and its layers, and for reading all files natively. */
const SECONDS_TO_MAKE = 2;
const SECONDS_TO_READ = 0.2;

export function shareExperiment(
  spec: Omit<Described<ShareParams>, "tools">,
): Experiment<ShareParams> {
  return {
    ...described({ ...spec, tools: ["busybox"] }),
    clients: ["fincore"],
    metrics: () => inFamily(spec, METRICS),
    subjects: (targets) => targets.flatMap(subjectsOf),
    seconds: ({ services }, { openingSeconds, slowdown }) =>
      services * (SECONDS_TO_MAKE + openingSeconds + SECONDS_TO_READ * slowdown),
    run: (lab, { at }, p) => shared(lab, spec.id, String(at["way"]), p),
  };
}

/** A target whose services cannot have a base in common is left out. */
function subjectsOf({ id, shares = [] }: TargetIdentity): readonly Subject[] {
  return shares.map((way) => ({ id: `${id} ${way}`, roles: { target: id }, at: { way } }));
}

async function shared(
  lab: Lab,
  workload: string,
  way: string,
  { services }: ShareParams,
): Promise<readonly Observation[]> {
  const share = await lab.share("target", { way, services });
  const found: Observation[] = [coldCheck(await share.cachedBytes(), share.diskBytes(services))];
  const daemonBefore = share.daemonBytes();
  const sessions: Session[] = [];
  for (const service of share.services) {
    sessions.push(await openService(lab, workload, share, service));
    const count = sessions.length;
    if (count < services && !LOOKED_AT.includes(count)) continue;
    const pageCache = await share.cachedBytes();
    const own = ownMemory(sessions, daemonBefore, share.daemonBytes());
    found.push(...observed("disk", count, share.diskBytes(count)));
    found.push(...observed("page-cache", count, pageCache));
    if (own !== undefined) found.push(...observed("memory", count, pageCache + own));
  }
  return found;
}

/** More than this of what is on the disk was not to be in the page cache before. */
const MOST_BEFORE = 0.02;

function coldCheck(cachedBytes: number, diskBytes: number): Check {
  return {
    check: "cache.cold",
    holds: cachedBytes <= MOST_BEFORE * diskBytes ? "yes" : "no",
    evidence: say("evidence.cached", { cachedBytes, diskBytes }),
  };
}

/** Errors: `SHORT_OF_MEMORY`. The kernel would drop pages that are to be counted. */
async function openService(
  lab: Lab,
  workload: string,
  share: Share,
  { root, list, bytes }: SharedService,
): Promise<Session> {
  const wantedBytes = lab.size.memoryMiB * 2 ** 20 + bytes + KEPT_BYTES;
  const availableBytes = share.availableBytes();
  if (availableBytes < wantedBytes) throw shortOfMemory({ availableBytes, wantedBytes });
  const session = await lab.open("target", { root });
  const where = { workload, target: lab.target("target").id };
  const { stdout, hostNs } = await checkedExec(session, where, readList(list), lab.signal);
  lab.worked(hostNs);
  if (bytesOfList(stdout) === bytes) return session;
  throw new RunnerError(
    "WRONG_OUTPUT",
    say("workloads.wrong-start", { ...where, expected: `${bytes}\n`, got: stdout, exitCode: 0 }),
    say("workloads.run-by-hand"),
    "exec",
    session.stderrTail(),
  );
}

/**
 * Memory of the services and of what daemons started for them, apart from the page cache, in bytes:
 * pages of files that are mapped are in it. A daemon itself ran before, perhaps for other targets.
 * Undefined where it cannot be counted.
 */
function ownMemory(
  sessions: readonly Session[],
  daemonBefore: number | undefined,
  daemonNow: number | undefined,
): number | undefined {
  if (daemonBefore === undefined || daemonNow === undefined) return undefined;
  let sum = daemonNow - daemonBefore;
  for (const session of sessions) {
    const memory = session.usage({ memory: true })?.own.memory;
    if (memory === undefined) return undefined;
    sum += memory.pss.anonBytes + memory.pss.shmemBytes;
  }
  return sum;
}

function observed(metric: string, services: number, value: number): readonly Observation[] {
  const at = { [SERVICES]: services };
  return [metric, `${metric}.each`].map((id): Observation => {
    return { metric: id, at, values: [value], clock: "host" };
  });
}
