/**
 * An audit: a probe inside of an instance asks what it can reach, and nothing is done with it. The
 * same probe on the host itself is the control: what fails there as well says nothing here.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ParseError } from "../errors.ts";
import { say } from "../messages.ts";
import { type Probed, parseProbe, probing, type Tried } from "../tools/probe.ts";
import { lineLike } from "../tools/text.ts";
import type { Check, Experiment, Lab, Message, Traces, Witness } from "../types.ts";
import { AUDIT_CHECKS, type AuditGroup, isPromised, type Whose } from "./audit-checks.ts";
import { type Described, described } from "./described.ts";
import { checkedExec } from "./exec.ts";

export interface AuditSpec
  extends Pick<Described<Record<never, never>>, "id" | "version" | "title" | "family" | "notes"> {
  readonly group: AuditGroup;
}

/** What an instance can reach does not change from round to round. */
export const AUDITED_ONCE = { smoke: 1, quick: 1, standard: 1, thorough: 1 } as const;
export const NO_PARAMS = { smoke: {}, quick: {}, standard: {}, thorough: {} } as const;

/** For the probe on the host and inside, which waits for looks. */
const SECONDS = 3;

export function auditExperiment({ group, ...spec }: AuditSpec): Experiment {
  return {
    ...described({ ...spec, tools: ["probe"], rounds: AUDITED_ONCE, params: NO_PARAMS }),
    // It makes the probe.
    clients: ["cc"],
    metrics: () => [],
    seconds: (_p, { openingSeconds }) => openingSeconds + SECONDS,
    run: (lab) => audited(lab, spec.id, group),
  };
}

/** What a probe said, and what the host saw of it. */
interface Seen extends Probed {
  readonly traces: Traces;
}

async function audited(lab: Lab, workload: string, group: AuditGroup): Promise<readonly Check[]> {
  const { id: target, keeps = [] } = lab.target("target");
  const where = { workload, target };
  const witness = await lab.witness("target");
  const control = await watched(witness, () => witness.onHost(group, lab.signal));
  const session = await lab.open("target");
  const inside = await watched(witness, async () => {
    const result = await checkedExec(session, where, probing(group, witness), lab.signal);
    lab.worked(result.hostNs);
    return result.stdout;
  });
  return judged(group, { inside, control, keeps });
}

const LOOK_EACH_MS = 40;

/** Looks at the host while a probe tries, and waits. */
async function watched(witness: Witness, trying: () => Promise<string>): Promise<Seen> {
  const ended = new AbortController();
  let traces: Traces = { task: false, file: false, mount: false };
  const looking = (async () => {
    while (!ended.signal.aborted) {
      const { task, file, mount } = witness.look();
      traces = {
        task: traces.task || task,
        file: traces.file || file,
        mount: traces.mount || mount,
      };
      await sleep(LOOK_EACH_MS);
    }
  })();
  try {
    const stdout = await trying();
    return { ...parseProbe(stdout), traces };
  } finally {
    ended.abort();
    await looking;
  }
}

/**
 * `control`: the same on the host itself. `keeps`: of the target. Errors: `ParseError`, if a check is
 * missing.
 */
export function judged(
  group: AuditGroup,
  of: { readonly inside: Seen; readonly control: Seen; readonly keeps: readonly string[] },
): readonly Check[] {
  const { inside, control, keeps } = of;
  return Object.entries(AUDIT_CHECKS[group]).map(([check, { whose, keptBy }]): Check => {
    const promised = isPromised(check, keptBy, keeps);
    const onHost = triedIn(control, check);
    if (!hasReached(whose, onHost, control, control)) {
      const evidence = say("evidence.no-control", { said: toldOf(onHost) });
      return { check, holds: "unknown", evidence, promised };
    }
    const tried = triedIn(inside, check);
    return hasReached(whose, tried, inside, control)
      ? { check, holds: "no", evidence: say("evidence.reached-host"), promised }
      : { check, holds: "yes", evidence: toldOf(tried), promised };
  });
}

function triedIn({ tried }: Probed, check: string): Tried {
  const found = tried.get(check);
  if (found === undefined) throw new ParseError("probe", lineLike(`${check} OUTCOME N`), "");
  return found;
}

function hasReached(whose: Whose, { how }: Tried, seen: Seen, host: Seen): boolean {
  if (how === "found") return true;
  if (how !== "did" || whose === "canary") return false;
  // A task that the host sees is one of the host's kernel.
  const { task } = seen.traces;
  if (whose === "kernel") return task;
  if ("trace" in whose) return seen.traces[whose.trace];
  const id = seen.namespaces.get(whose.namespace);
  return task && id !== undefined && id === host.namespaces.get(whose.namespace);
}

function toldOf({ how, by = "" }: Tried): Message {
  if (how === "refused") return say("evidence.refused", { errno: by });
  if (how === "killed") return say("evidence.ended-by", { signal: by });
  return how === "did" ? say("evidence.done-apart") : say("evidence.nothing-of-host");
}
