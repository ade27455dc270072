/**
 * The surface: which of the host's system calls are made when an instance starts, and while it
 * works. Each is counted once, however often it is made.
 */
import type { Command, Experiment, Lab, Metric, SeenCalls, Values } from "../types.ts";
import { NO_PARAMS } from "./audit.ts";
import { type Described, described } from "./described.ts";
import { checkedExec } from "./exec.ts";

/** A rare call may be missing from a round. */
const ROUNDS = { smoke: 1, quick: 1, standard: 3, thorough: 5 } as const;

const BUSYBOX = { tool: "busybox" } as const;

/** In the shell's words, `$1` is busybox and `$2` a folder that is not there yet. */
const PROGRAMS =
  'set -e; b=$1; "$b" true; "$b" echo one | "$b" cat | "$b" wc -l; "$b" sleep 0 & wait; kill -0 $$; "$b" id; "$b" date; "$b" ps';
const FILES =
  'set -e; b=$1; "$b" mkdir "$2"; cd "$2"; "$b" dd if=/dev/zero of=a bs=65536 count=4 conv=fsync; "$b" cp a b; "$b" mv b c; "$b" ln c d; "$b" ln -s c e; "$b" chmod 600 c; "$b" touch c; "$b" ls -l; "$b" df .; "$b" cat e >a; cd /; "$b" rm -r "$2"';

/** What is done inside, one after the other. */
const WORKS: Readonly<Record<string, Command>> = {
  programs: { argv: [BUSYBOX, "sh", "-c", PROGRAMS, "sh", BUSYBOX] },
  files: { argv: [BUSYBOX, "sh", "-c", FILES, "sh", BUSYBOX, { scratch: "surface" }] },
  app: { argv: [{ tool: "node" }, { tool: "payload" }, "app", { scratch: "app" }] },
};

const SCRATCH_MIB = 16;

/** For all of it natively, and for the tracing to begin and end. */
const SECONDS = 2;

const CURVE = { how: "curve" } as const;
const DETAIL = { role: "detail", against: "none" } as const;

export const METRICS: readonly Metric[] = [
  count("calls", { role: "headline", against: "difference", surface: "work" }),
  count("calls.starting", { ...DETAIL, surface: "start" }),
  count("calls.during", { ...DETAIL, fold: { ...CURVE, along: "work" }, surface: "during" }),
  count("ioctls", { ...DETAIL, surface: "ioctls" }),
  count("ioctls.starting", DETAIL),
  count("called", { ...DETAIL, fold: { ...CURVE, along: "call" }, surface: "names" }),
];

function count(id: string, more: Pick<Metric, "role" | "against" | "fold" | "surface">): Metric {
  return { id, unit: "count", better: "lower", gated: false, ...more };
}

export type SurfaceSpec = Pick<
  Described<Record<never, never>>,
  "id" | "version" | "title" | "family" | "notes"
>;

export function surfaceExperiment(spec: SurfaceSpec): Experiment {
  return {
    ...described({
      ...spec,
      needs: ["tracing"],
      tools: ["busybox", "node"],
      rounds: ROUNDS,
      params: NO_PARAMS,
    }),
    metrics: () => METRICS,
    seconds: (_p, { openingSeconds, slowdown }) => openingSeconds + SECONDS * slowdown,
    run: (lab) => traced(lab, spec.id),
  };
}

async function traced(lab: Lab, workload: string): Promise<readonly Values[]> {
  const where = { workload, target: lab.target("target").id };
  const trace = await lab.trace("target");
  const session = await lab.open("target", { scratchMiB: SCRATCH_MIB });
  const starting = trace.next();
  const during = new Map<string, SeenCalls>();
  for (const [work, command] of Object.entries(WORKS)) {
    const { hostNs } = await checkedExec(session, where, command, lab.signal);
    lab.worked(hostNs);
    during.set(work, trace.next());
  }
  return surfaceOf(starting, during);
}

/** `during`: what was seen in each work. */
export function surfaceOf(
  starting: SeenCalls,
  during: ReadonlyMap<string, SeenCalls>,
): readonly Values[] {
  const works = [...during.values()];
  const ioctls = new Set(works.flatMap((seen) => seen.ioctls));
  const calls = [...new Set(works.flatMap((seen) => seen.calls))].sort();
  return [
    one("calls", calls.length),
    one("calls.starting", starting.calls.length),
    ...[...during].map(([work, seen]) => one("calls.during", seen.calls.length, { work })),
    one("ioctls", ioctls.size),
    one("ioctls.starting", starting.ioctls.length),
    // In how many works.
    ...calls.map((call) =>
      one("called", works.filter((seen) => seen.calls.includes(call)).length, { call }),
    ),
  ];
}

function one(metric: string, value: number, at?: Values["at"]): Values {
  return { metric, values: [value], clock: "host", ...(at === undefined ? {} : { at }) };
}
