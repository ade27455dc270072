import { say } from "../messages.ts";
import { buildExperiment } from "../methods/build.ts";
import { DELIVERY } from "../methods/families.ts";
import type { BuildWay, Built, Check, Comparison, Difference, Message } from "../types.ts";

const ONCE = { smoke: 1, quick: 1, standard: 1, thorough: 1 };

/** For two builds in each of two ways, and for the looks at what they made. */
const SECONDS = 15;

/** Enough of a digest to tell two apart. */
const DIGITS = 12;

/** Two builds of the same files, the second as if on another host. */
export const experiment = buildExperiment(
  {
    id: "image.same",
    version: 1,
    title: "Whether an image is the same when it is built again, elsewhere",
    family: DELIVERY,
    notes: {
      shows:
        "whether the digest and the file tree are the same for a copy of the source with other times, under another host name, umask, time zone and locale; and if not, what differs. `usual`: as people build; `fixed`: with all that the builder offers to this end",
      hides:
        "other versions of the builder and other processors, which may compress or order differently. Docker's daemon does the work for both and has one host name; only its client is elsewhere",
      published: "none: reproducible builds are a promise of distributions, not of engines",
    },
    rounds: ONCE,
  },
  {
    metrics: () => [],
    seconds: () => SECONDS,
    run: async (lab) => {
      const workshop = await lab.workshop("target");
      const checks: Check[] = [];
      for (const way of workshop.ways) {
        const one = await workshop.build({ way, fresh: true });
        const other = await workshop.build({ way, fresh: true, elsewhere: true });
        lab.worked(one.hostNs + other.hostNs);
        checks.push(...judged(way, one, other, await workshop.compare(one, other)));
      }
      return checks;
    },
  },
);

function judged(
  way: BuildWay,
  one: Built,
  other: Built,
  { trees, differences, treeDifferences }: Comparison,
): readonly Check[] {
  return [
    check(`same.digest.${way}`, [one.digest, other.digest], differences),
    check(`same.tree.${way}`, trees, treeDifferences),
  ];
}

function check(
  id: string,
  [one, other]: readonly [string, string],
  differences: readonly Difference[],
): Check {
  if (one === other) {
    const digest = one.slice(0, DIGITS);
    return { check: id, holds: "yes", evidence: say("evidence.same-digest", { digest }) };
  }
  const told = ofEachKind(differences).map(inWords);
  return { check: id, holds: "no", evidence: say("evidence.differs", { told }) };
}

/** Differences in the same fields of several files. */
interface Kind {
  readonly fields: readonly string[];
  readonly paths: readonly string[];
}

function ofEachKind(differences: readonly Difference[]): readonly Kind[] {
  const kinds = new Map<string, { fields: readonly string[]; paths: string[] }>();
  for (const { path, fields } of differences) {
    const key = fields.join();
    const kind = kinds.get(key) ?? { fields, paths: [] };
    kind.paths.push(path);
    kinds.set(key, kind);
  }
  return [...kinds.values()];
}

function inWords({ fields, paths }: Kind): Message {
  const [path = ""] = paths;
  const others = paths.length - 1;
  if (fields.length === 0) return say("evidence.only-one-has", { path, others });
  if (path === "") return say("evidence.other-bytes");
  return say("evidence.entries-differ", { path, others, fields });
}
