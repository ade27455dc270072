/** What a run says at a glance, for programs: figures in base units, messages with their text. */
import type { Digest, StartOf } from "./digest.ts";

export function digestJson({ starts, work, helpsMost, firstLack, ...counts }: Digest) {
  return {
    ...(starts === undefined
      ? {}
      : { starts: { workload: starts.workload, of: starts.of.map(startJson) } }),
    work,
    ...counts,
    ...(helpsMost === undefined ? {} : { helpsMost }),
    ...(firstLack === undefined ? {} : { firstLack }),
  };
}

function startJson({ target, emulated, ready, added }: StartOf) {
  return {
    target: target.id,
    emulated,
    readyNs: ready,
    ...(added === undefined ? {} : { addedNs: added.summary }),
  };
}
