/** What changed on a host from one run to a later one: the facts that may explain other figures. */
import { changedTools, factNames, sameFact } from "../identity.ts";
import { keyOf, say } from "../messages.ts";
import type { Facts, Message, Said } from "../types.ts";
import { NATIVE } from "./analyze.ts";
import type { DigestImage, DigestTool, RunDigest } from "./run-digest.ts";

export interface RunChange {
  /** What it is that changed. */
  readonly field: Message;
  /** The name of a fact, which each language has words for. */
  readonly fact?: string;
  readonly before: Said;
  readonly after: Said;
}

/** All that differs and concerns this target; without one, all that concerns the host. */
export function changesBetween(
  before: RunDigest,
  after: RunDigest,
  target?: string,
): readonly RunChange[] {
  return [
    ...factsOf(before.host, after.host, (fact) => say("verdicts-runs.host-fact", { fact })),
    ...toolsOf(before.image, after.image),
    ...programsOf(before.programs ?? {}, after.programs ?? {}),
    ...[...new Set(target === undefined ? [] : [NATIVE, target])].flatMap((id) =>
      factsOf(targetFacts(before, id), targetFacts(after, id), (fact) =>
        say("verdicts-runs.target-fact", { target: id, fact }),
      ),
    ),
    ...differing(say("verdicts-runs.isotax"), before.isotax, after.isotax),
    ...differing(say("verdicts-runs.code"), codeOf(before), codeOf(after)),
  ];
}

function targetFacts({ targets }: RunDigest, id: string): Facts {
  return targets.find((target) => target.id === id)?.facts ?? {};
}

/** A hash of the sources that measure. */
function codeOf({ code }: RunDigest): Said {
  return code?.slice(0, 12) ?? say("verdicts-runs.not-known");
}

function toolsOf(before: DigestImage, after: DigestImage): readonly RunChange[] {
  const names = changedTools(before.tools, after.tools);
  if (names.length === 0) {
    return differing(
      say("verdicts-runs.image"),
      before.digest.slice(0, 12),
      after.digest.slice(0, 12),
    );
  }
  return names.map((name) => {
    const [old, now] = [before, after].map(({ tools }) => tools.find((one) => one.name === name));
    const sameVersion = old?.version === now?.version;
    const shown = (tool: DigestTool | undefined): Said => {
      if (tool === undefined) return say("verdicts-runs.not-there");
      // Another build of the same version has other bytes.
      return sameVersion ? `${tool.version} ${tool.sha256.slice(0, 12)}`.trim() : tool.version;
    };
    return { field: say("site.tool", { tool: name }), before: shown(old), after: shown(now) };
  });
}

/** Programs outside of instances. A run of other workloads records others, which is no change. */
function programsOf(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly RunChange[] {
  return Object.entries(before).flatMap(([name, version]) => {
    const now = after[name];
    return now === undefined ? [] : differing(say("site.tool", { tool: name }), version, now);
  });
}

function factsOf(
  before: Facts,
  after: Facts,
  fieldOf: (name: string) => Message,
): readonly RunChange[] {
  return factNames([before, after])
    .filter((name) => !sameFact(before[name], after[name]))
    .map((fact) => ({
      fact,
      field: fieldOf(fact),
      before: before[fact] ?? say("verdicts-runs.not-there"),
      after: after[fact] ?? say("verdicts-runs.not-there"),
    }));
}

function differing(field: Message, before: Said, after: Said): readonly RunChange[] {
  return keyOf(before) === keyOf(after) ? [] : [{ field, before, after }];
}
