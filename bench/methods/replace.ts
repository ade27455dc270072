/**
 * Replacements: one of three services gets a new version while all three are asked without a pause,
 * in an open loop. What clients saw is judged.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { openLoad, parseOpenLoad } from "../tools/open-load.ts";
import type { Command, Experiment, Lab, Observation, Params, Subject } from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";
import { requireLoaded } from "./load-result.ts";
import { type Judgement, judged } from "./replacement.ts";
import { figuresOf, METRICS } from "./replacement-figures.ts";

export type ReplaceParams = Params & {
  /** Ids of ways of deployment, separated by spaces. A target is measured in those that it has. */
  readonly ways: string;
  /** Requests a second for each service, at most. A slow service is asked less often. */
  readonly rate: number;
  /** How long the load lasts before the replacement, and after it. */
  readonly beforeMs: number;
  readonly afterMs: number;
};

export interface ReplaceSpec extends Described<ReplaceParams> {
  /** The server of a version, which tells the version with each answer. */
  server(version: string): Command;
  /** How long a server may take until it answers. */
  readonly readyMs: number;
}

const SERVICES = ["one", "two", "three"];
const REPLACED = "two";
const [OLD, NEW] = ["v1", "v2"] as const;

/** How long a client waits for an answer. */
const PATIENCE_MS = 2000;

/** Four openings, and the start of three servers and of one more. */
const OPENINGS = 4;
const SECONDS_A_SERVER = 0.5;

export function replaceExperiment(spec: ReplaceSpec): Experiment<ReplaceParams> {
  return {
    ...described({ ...spec, needs: ["network"] }),
    clients: ["haproxy"],
    metrics: () => inFamily(spec, METRICS),
    subjects: (targets, p) =>
      targets.flatMap(({ id, ways = [] }) =>
        ways.filter((way) => p.ways.split(" ").includes(way)).map((way) => subjectOf(id, way)),
      ),
    seconds: ({ beforeMs, afterMs }, { openingSeconds, slowdown }) =>
      OPENINGS * (openingSeconds + SECONDS_A_SERVER * slowdown) + (beforeMs + afterMs) / 1000,
    run: (lab, subject, p) => replacement(lab, spec, subject, p),
  };
}

function subjectOf(target: string, way: string): Subject {
  return { id: `${target} ${way}`, roles: { target }, at: { way } };
}

async function replacement(
  lab: Lab,
  spec: ReplaceSpec,
  { at }: Subject,
  p: ReplaceParams,
): Promise<readonly Observation[]> {
  const { signal } = lab;
  const deployment = await lab.deploy("target", {
    way: String(at["way"]),
    services: Object.fromEntries(SERVICES.map((service) => [service, spec.server(OLD)])),
    readyMs: spec.readyMs,
  });
  const command = openLoad(deployment.fronts, { mostRate: p.rate, patienceMs: PATIENCE_MS });
  const load = await deployment.load(command, signal);
  await sleep(p.beforeMs, undefined, { signal });
  const replaced = await deployment.replace?.(REPLACED, spec.server(NEW), signal);
  if (replaced === undefined) throw new Error(`nothing is replaced by ${at["way"]}`);
  const { decidedNs, steps } = replaced;
  await sleep(p.afterMs, undefined, { signal });
  const result = await load.stop(signal);
  requireLoaded(result);
  const { fromNs, rate, requests } = parseOpenLoad(result.stdout);
  const decided = Number(decidedNs - fromNs);
  const doneNs = Math.max(0, ...steps.map(({ atNs }) => atNs));
  const judgement = judged({
    requests,
    replaced: REPLACED,
    version: NEW,
    decidedNs: decided,
    doneNs: decided + doneNs,
  });
  const replacedNs = sure(lab, judgement);
  lab.worked(Math.max(replacedNs, doneNs));
  return figuresOf(judgement, replacedNs, steps, {
    rate,
    requests: requests.length,
    versions: [OLD, NEW],
  });
}

/** When all answers were of the new version. Errors: `RunnerError`. */
function sure(lab: Lab, { failedBefore, replacedNs }: Judgement): number {
  const target = lab.target("target").id;
  const remedy = say("workloads.see-below-or-firewall");
  if (failedBefore.length > 0) {
    const [first = ""] = failedBefore;
    const what = say("deployment.failed-before", { target, count: failedBefore.length, first });
    throw new RunnerError("FAILED_BEFORE", what, remedy, "load", "");
  }
  if (replacedNs !== undefined) return replacedNs;
  const what = say("deployment.not-replaced", { target });
  throw new RunnerError("NOT_REPLACED", what, remedy, "replace", "");
}
