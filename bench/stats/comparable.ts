/** Finds differences between two runs that make their figures incomparable. */

import { changedTools, factNames, HOST_IDENTITY, sameFact, TARGET_IDENTITY } from "../identity.ts";
import type { Run } from "../schema.ts";
import type { Said } from "../types.ts";
import { NATIVE } from "./analyze.ts";

export interface Difference {
  readonly field: string;
  readonly base: Said;
  readonly head: Said;
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
  const size = (run: Run) => `${run.cpus.length} CPU(s), ${run.memoryMiB} MiB`;
  return [
    ...facts("the host's ", HOST_IDENTITY, base.host, head.host),
    ...differing("the size of targets", size(base), size(head)),
    ...images(base, head),
    ...differing("isotax", base.isotax, head.isotax),
    ...differing("isotax's own code", codeOf(base), codeOf(head)),
  ];
}

/** A hash of the sources that measure. */
function codeOf({ code }: Run): string {
  return code?.slice(0, 12) ?? "not known";
}

/** Other bytes are other work. That includes libraries, which no list of tools names. */
function images({ image: base }: Run, { image: head }: Run): readonly Difference[] {
  if (base.digest === head.digest) return [];
  const changed = changedTools(base.tools, head.tools);
  const said = ({ digest, tools }: Run["image"]) => {
    const versions = changed.map((name) => {
      const tool = tools.find((one) => one.name === name);
      return tool === undefined ? `without ${name}` : `${name} ${tool.version}`.trim();
    });
    return [digest.slice(0, 12), ...versions].join(", ");
  };
  return [{ field: "the image of tools and libraries", base: said(base), head: said(head) }];
}

function workloads(base: Run, head: Run, id: string): readonly Difference[] {
  const [before, now] = [base, head].map(({ workloads: all }) => all.find((one) => one.id === id));
  // A workload that one run lacks is reported as a missing cell.
  if (before === undefined || now === undefined) return [];
  return [
    ...differing(`the version of ${id}`, String(before.version), String(now.version)),
    ...differing(`the size of ${id}`, JSON.stringify(before.params), JSON.stringify(now.params)),
  ];
}

function targets(base: Run, head: Run, id: string): readonly Difference[] {
  const [before, now] = [base, head].map(({ targets: all }) => all.find((one) => one.id === id));
  if (before?.ok !== true || now?.ok !== true) return [];
  return facts(`${id}: `, TARGET_IDENTITY, before.facts, now.facts);
}

function facts(
  prefix: string,
  names: readonly string[],
  base: Run["host"],
  head: Run["host"],
): readonly Difference[] {
  const known = factNames([base, head]);
  return names
    .filter((name) => known.includes(name) && !sameFact(base[name], head[name]))
    .map((name) => ({
      field: `${prefix}${name}`,
      base: base[name] ?? "not there",
      head: head[name] ?? "not there",
    }));
}

function differing(field: string, base: string, head: string): readonly Difference[] {
  return base === head ? [] : [{ field, base, head }];
}
