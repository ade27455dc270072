/** What a log of requests says about a replacement. Data in, data out. */
import { quantile } from "../stats/quantile.ts";
import type { LoadRequest } from "../tools/open-load.ts";

export interface Log {
  readonly requests: readonly LoadRequest[];
  /** The service whose instance was replaced, and the version that replaced it. */
  readonly replaced: string;
  readonly version: string;
  /** In ns after the start of the load, as the times of requests are. */
  readonly decidedNs: number;
  /** When nothing more was done. */
  readonly doneNs: number;
}

export interface Judgement {
  /** Requests to the replaced service, and to its neighbours, that got no right answer. */
  readonly failed: number;
  readonly neighboursFailed: number;
  /** Failures before the decision: nothing had been done to the services yet. */
  readonly failedBefore: readonly string[];
  /** The longest time without a right answer of the replaced service. */
  readonly gapNs: number;
  /**
   * From the decision to the first answer of the new version that no answer of the old one followed.
   * Undefined if there is none.
   */
  readonly replacedNs: number | undefined;
  /** Of the neighbours' right answers, from the time at which they were due; empty if there are none. */
  readonly neighbours: { readonly before: Tail; readonly during: Tail };
  /** For each neighbour, the processes that answered. */
  readonly processes: Readonly<Record<string, readonly string[]>>;
  /** The versions that the neighbours answered as, each once. */
  readonly neighbourVersions: readonly string[];
  readonly answers: number;
  /** How much later than they were due 99% of the requests had been sent. */
  readonly lateNs: number;
}

/** The 99th percentile, by linear interpolation. */
export type Tail = readonly [] | readonly [p99Ns: number];

/** A request that was sent so long before the decision has failed for another reason. */
const IN_FLIGHT_NS = 500e6;

export function judged(log: Log): Judgement {
  const { requests, replaced, decidedNs } = log;
  const own = requests.filter(({ service }) => service === replaced);
  const others = requests.filter(({ service }) => service !== replaced);
  const after = (some: readonly LoadRequest[]) =>
    some.filter(({ endedNs }) => endedNs >= decidedNs);
  const replacedNs = replacedAfter(own, log);
  return {
    failed: after(own).filter(isFailed).length,
    neighboursFailed: after(others).filter(isFailed).length,
    failedBefore: requests
      .filter(({ dueNs, endedNs }) => endedNs < decidedNs || dueNs < decidedNs - IN_FLIGHT_NS)
      .flatMap(({ service, failure }) => (failure === undefined ? [] : [`${service}: ${failure}`])),
    gapNs: longestGap(own, decidedNs),
    replacedNs,
    neighbours: tailsOf(others, log, replacedNs ?? 0),
    processes: processesOf(others),
    neighbourVersions: [...new Set(others.flatMap(({ by }) => by?.version ?? []))],
    answers: others.filter((one) => !isFailed(one)).length,
    lateNs:
      requests.length === 0
        ? 0
        : quantile(
            requests.map((one) => one.sentNs - one.dueNs),
            0.99,
          ),
  };
}

function isFailed({ by }: LoadRequest): boolean {
  return by === undefined;
}

function byEnd(some: readonly LoadRequest[]): readonly LoadRequest[] {
  return [...some].sort((a, b) => a.endedNs - b.endedNs);
}

/** Between two answers that follow each other, of which the later one came after the decision. */
function longestGap(own: readonly LoadRequest[], decidedNs: number): number {
  const ends = byEnd(own.filter((one) => !isFailed(one))).map(({ endedNs }) => endedNs);
  // Without an answer at the end, the gap lasts until the last request was given up.
  const last = Math.max(0, ...own.map(({ endedNs }) => endedNs));
  const moments = [...ends, last];
  const before = [Math.min(decidedNs, ends[0] ?? decidedNs), ...moments];
  const gaps = moments.map((moment, index) =>
    moment < decidedNs ? 0 : moment - (before[index] ?? 0),
  );
  return Math.max(0, ...gaps);
}

function replacedAfter(
  own: readonly LoadRequest[],
  { version, decidedNs }: Log,
): number | undefined {
  const answers = byEnd(own.filter((one) => !isFailed(one)));
  const lastOld = answers.findLastIndex(({ by }) => by?.version !== version);
  const first = answers[lastOld + 1];
  return first && first.endedNs - decidedNs;
}

/** During the replacement, and as long before it as there was a load. */
function tailsOf(
  others: readonly LoadRequest[],
  { decidedNs, doneNs }: Log,
  replacedNs: number,
): Judgement["neighbours"] {
  const endNs = Math.max(doneNs, decidedNs + replacedNs);
  const fromNs = Math.max(0, decidedNs - (endNs - decidedNs));
  const between = (from: number, to: number): Tail => {
    const some = others.filter((one) => !isFailed(one) && one.dueNs >= from && one.dueNs < to);
    return some.length === 0
      ? []
      : [
          quantile(
            some.map((one) => one.endedNs - one.dueNs),
            0.99,
          ),
        ];
  };
  return { before: between(fromNs, decidedNs), during: between(decidedNs, endNs) };
}

function processesOf(others: readonly LoadRequest[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const { service, by } of others) {
    const known = found[service] ?? [];
    found[service] = known;
    if (by !== undefined && !known.includes(by.instance)) known.push(by.instance);
  }
  return found;
}
