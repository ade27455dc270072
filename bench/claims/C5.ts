import { say } from "../messages.ts";
import type { Claim, Question } from "./claim.ts";
import { ANY_MACHINES, CONTAINERS } from "./helpers.ts";

/** At most half of the first delivery is sent again. Of a layer that is reused nothing is sent. */
const REUSED = {
  kind: "reuse",
  workload: "image.pull",
  first: "empty-store",
  is: "below",
  bound: 0.5,
} as const;

const CASES = [
  { about: say("claims.about-base-there"), later: "base-there" },
  { about: say("claims.about-file-changed"), later: "file-changed" },
] as const;

/** Of machines as well: a disk with a backing file is theirs. */
const QUESTIONS: readonly Question[] = CASES.flatMap((one): Question[] => [
  { ...REUSED, ...one, of: [CONTAINERS] },
  { ...REUSED, ...one, of: [ANY_MACHINES], also: true },
]);

export const claim: Claim = {
  id: "C5",
  says: say("claims.c5"),
  questions: QUESTIONS,
  measure: { workloads: ["image.pull"], targets: ["crun", "docker", "qemu-microvm"] },
  published: [],
};
