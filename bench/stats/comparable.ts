/** Finds differences between two runs that make their figures incomparable. */

import {
  changedTools,
  factNames,
  HOST_IDENTITY,
  otherOwnImage,
  sameFact,
  TARGET_IDENTITY,
} from "../identity.ts";
import { keyOf, say } from "../messages.ts";
import { DEFINITION } from "../own/definition.ts";
import type { Run } from "../schema.ts";
import type { Message } from "../types.ts";
import { NATIVE } from "./analyze.ts";

/** Data as it is, such as a version, or a message. */
type Shown = string | Message;

export interface Difference {
  readonly field: Message;
  readonly base: Shown;
  readonly head: Shown;
  /** What helps, if to measure the earlier run anew does not answer the question. */
  readonly remedy?: Message;
}

/** Fields of the fingerprint in which two runs differ, for a workload on a target. */
export function comparable(
  base: Run,
  head: Run,
  workload: string,
  target: string,
): readonly Difference[] {
  return [
    ...hosts(base, head),
    ...workloads(base, head, workload),
    ...[NATIVE, target].flatMap((id) => targets(base, head, id)),
  ];
}

/** The differences that concern all cells. */
export function hosts(base: Run, head: Run): readonly Difference[] {
  const size = ({ cpus, memoryMiB }: Run) =>
    say("verdicts-runs.cpus-and-memory", { cpus: cpus.length, memoryMiB });
  return [
    ...facts(HOST_IDENTITY, base.host, head.host, (fact) =>
      say("verdicts-runs.host-fact", { fact }),
    ),
    ...differing(say("verdicts-runs.size"), size(base), size(head)),
    ...images(base, head),
    ...differing(say("verdicts-runs.isotax"), base.isotax, head.isotax),
    ...differing(say("verdicts-runs.code"), codeOf(base), codeOf(head)),
  ];
}

/** A hash of the sources that measure. */
function codeOf({ code }: Run): Shown {
  return code?.slice(0, 12) ?? say("verdicts-runs.not-known");
}

/** Other bytes are other work. That includes libraries, which no list of tools names. */
function images({ image: base }: Run, { image: head }: Run): readonly Difference[] {
  if (base.digest === head.digest) return [];
  const changed = changedTools(base.tools, head.tools);
  const isOther = otherOwnImage(base, head);
  const said = ({ digest, from, tools }: Run["image"]) =>
    say("verdicts-runs.image-and-tools", {
      digest: (isOther ? from?.digest : undefined)?.slice(0, 12) ?? digest.slice(0, 12),
      tools: changed.map((name) => {
        const tool = tools.find((one) => one.name === name);
        return tool === undefined
          ? say("verdicts-runs.without-tool", { tool: name })
          : `${name} ${tool.version}`.trim();
      }),
    });
  const sides = { base: said(base), head: said(head) };
  if (!isOther) return [{ field: say("verdicts-runs.image"), ...sides }];
  const remedy = say("verdicts-runs.two-own-images");
  return [{ field: say("own-image.yours"), ...sides, remedy }];
}

function workloads(base: Run, head: Run, id: string): readonly Difference[] {
  const [before, now] = [base, head].map(({ workloads: all }) => all.find((one) => one.id === id));
  // A workload that one run lacks is reported as a missing cell.
  if (before === undefined || now === undefined) return [];
  return [
    ...differing(
      say("verdicts-runs.workload-version", { workload: id }),
      String(before.version),
      String(now.version),
    ),
    ...(before.params[DEFINITION] === undefined
      ? differing(
          say("verdicts-runs.workload-size", { workload: id }),
          JSON.stringify(before.params),
          JSON.stringify(now.params),
        )
      : differing(
          say("verdicts-runs.workload-definition", { workload: id }),
          String(before.params[DEFINITION]),
          String(now.params[DEFINITION] ?? ""),
        )),
  ];
}

function targets(base: Run, head: Run, id: string): readonly Difference[] {
  const [before, now] = [base, head].map(({ targets: all }) => all.find((one) => one.id === id));
  if (before?.ok !== true || now?.ok !== true) return [];
  return facts(TARGET_IDENTITY, before.facts, now.facts, (fact) =>
    say("verdicts-runs.target-fact", { target: id, fact }),
  );
}

function facts(
  names: readonly string[],
  base: Run["host"],
  head: Run["host"],
  fieldOf: (name: string) => Message,
): readonly Difference[] {
  const known = factNames([base, head]);
  return names
    .filter((name) => known.includes(name) && !sameFact(base[name], head[name]))
    .map((name) => ({
      field: fieldOf(name),
      base: base[name] ?? say("verdicts-runs.not-there"),
      head: head[name] ?? say("verdicts-runs.not-there"),
    }));
}

function differing(field: Message, base: Shown, head: Shown): readonly Difference[] {
  return keyOf(base) === keyOf(head) ? [] : [{ field, base, head }];
}
