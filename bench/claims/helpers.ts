/** Helpers with which the files of claims declare what decides them. */
import { say } from "../messages.ts";
import type { Claim, Question, Side, TargetPick } from "./claim.ts";

type Named = Omit<Claim, "questions">;

/** All that runs in the host's kernel, and is a container to whoever uses it. */
export const CONTAINERS: TargetPick = { kinds: ["runtime", "engine"] };
/** Virtual machines by the CPU's help. */
export const VIRTUAL_MACHINES: TargetPick = { kinds: ["vm"], virtualized: true };
/** Virtual machines where it does not matter what runs them. */
export const ANY_MACHINES: TargetPick = { kinds: ["vm"] };

/** Families whose work is compared with native's, and their words. */
const ABOUT = {
  cpu: say("claims.about-cpu"),
  memory: say("claims.about-memory"),
  disk: say("claims.about-disk"),
  network: say("claims.about-network"),
  syscall: say("claims.about-syscall"),
} as const;

interface Slowdowns {
  readonly families: readonly (keyof typeof ABOUT)[];
  readonly of: readonly TargetPick[];
  readonly is: Side;
  /** How many times as slow as native. */
  readonly bound: number;
}

/** A claim about how much slower work is than natively. */
export function slowdownClaim(
  named: Named,
  slowdowns: Slowdowns,
  more: readonly Question[] = [],
): Claim {
  const { families, ...asked } = slowdowns;
  const questions = families.map(
    (family): Question => ({ kind: "slowdown", about: ABOUT[family], family, ...asked }),
  );
  return { ...named, questions: [...more, ...questions] };
}

/** A claim about how long cold starts take. */
export function startClaim(
  named: Named,
  starts: readonly Omit<Extract<Question, { kind: "start" }>, "kind" | "about" | "workload">[],
): Claim {
  const start = { kind: "start", about: say("claims.about-start"), workload: START } as const;
  return { ...named, questions: starts.map((one) => ({ ...start, ...one })) };
}

/** The smallest possible start, so that only what isolation adds is seen. */
const START = "start.exec";

/** A part of a claim: what a cold start takes longer than natively. */
export function startAdded(of: readonly TargetPick[], is: Side, boundNs: number): Question {
  const about = say("claims.about-start");
  return { kind: "start-added", about, workload: START, of, is, bound: boundNs };
}

/** A claim about what must be shipped. */
export function sizeClaim(
  named: Named,
  size: Omit<Extract<Question, { kind: "size" }>, "kind" | "about" | "workload">,
): Claim {
  const asked = { kind: "size", about: say("claims.about-size"), workload: "image.size" } as const;
  return { ...named, questions: [{ ...asked, ...size }] };
}

/** A claim that checks decide. */
export function checkClaim(
  named: Named,
  checks: readonly Omit<Extract<Question, { kind: "promise" }>, "kind">[],
): Claim {
  return { ...named, questions: checks.map((check) => ({ kind: "promise", ...check })) };
}
