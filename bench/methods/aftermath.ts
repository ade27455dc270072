/**
 * The host before and after: an instance is opened, a probe tries in it all that audits try, and it
 * is closed. Nothing of it may be left.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../messages.ts";
import { probing } from "../tools/probe.ts";
import type { Check, Experiment, HostState, Lab, Witness } from "../types.ts";
import { AUDITED_ONCE, type AuditSpec, NO_PARAMS } from "./audit.ts";
import { AUDIT_CHECKS } from "./audit-checks.ts";
import { described } from "./described.ts";
import { checkedExec } from "./exec.ts";

/** For the probe's groups, which wait for looks, and for the host to settle. */
const SECONDS = 5;

export function aftermathExperiment(spec: Omit<AuditSpec, "group">): Experiment {
  return {
    ...described({ ...spec, tools: ["probe"], rounds: AUDITED_ONCE, params: NO_PARAMS }),
    // It makes the probe.
    clients: ["cc"],
    metrics: () => [],
    seconds: (_p, { openingSeconds }) => openingSeconds + SECONDS,
    run: (lab) => compared(lab, spec.id),
  };
}

async function compared(lab: Lab, workload: string): Promise<readonly Check[]> {
  const where = { workload, target: lab.target("target").id };
  const witness = await lab.witness("target");
  const earlier = witness.state();
  const before = witness.state();
  const session = await lab.open("target");
  for (const group of Object.keys(AUDIT_CHECKS)) {
    const { hostNs } = await checkedExec(session, where, probing(group, witness), lab.signal);
    lab.worked(hostNs);
  }
  await session.close();
  return leftIn({ earlier, before, after: await settled(witness, before) });
}

/** Daemons clean up after they have said that all is gone. */
const SETTLING_MS = 3000;
const LOOK_EACH_MS = 200;

async function settled(witness: Witness, before: HostState): Promise<HostState> {
  const untilMs = performance.now() + SETTLING_MS;
  let after = witness.state();
  while (performance.now() < untilMs && kindsOf(before, after).length > 0) {
    await sleep(LOOK_EACH_MS);
    after = witness.state();
  }
  return after;
}

/** Kinds in which two looks differ. */
function kindsOf(one: HostState, other: HostState): readonly string[] {
  return Object.keys(one).filter((kind) => differences(one[kind], other[kind]).length > 0);
}

/**
 * What is in only one of two lists. A text that is there twice counts twice. What is gone is marked
 * by a minus, what is new by a plus.
 */
function differences(
  one: readonly string[] = [],
  other: readonly string[] = [],
): readonly string[] {
  const rest = [...other];
  const gone = one.filter((text) => {
    const at = rest.indexOf(text);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
  return [...gone.map((text) => `-${text}`), ...rest.map((text) => `+${text}`)];
}

const MOST_TOLD = 5;

/**
 * `earlier` and `before`: two looks before the instance. What differs there changes by itself. All
 * targets have to leave nothing.
 */
export function leftIn(of: {
  readonly earlier: HostState;
  readonly before: HostState;
  readonly after: HostState;
}): readonly Check[] {
  const { earlier, before, after } = of;
  return Object.keys(before).map((kind): Check => {
    const check = `host.${kind}`;
    const moving = new Set(differences(earlier[kind], before[kind]).map(nameOf));
    const told = differences(before[kind], after[kind]).filter((one) => !moving.has(nameOf(one)));
    if (told.length === 0) {
      return { check, holds: "yes", evidence: say("evidence.host-unchanged"), promised: true };
    }
    const more = Math.max(0, told.length - MOST_TOLD);
    const evidence = say("evidence.host-changed", { told: told.slice(0, MOST_TOLD), more });
    return { check, holds: "no", evidence, promised: true };
  });
}

/** Of "-name = value": what has the value. */
function nameOf(difference: string): string {
  return difference.slice(1).split(" = ")[0] ?? "";
}
