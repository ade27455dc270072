/** The lock that keeps two runs from measuring each other. */

/**
 * What the holder of the lock said when it was asked: that it is another process than it is, or
 * nothing that could be understood.
 */
export type HolderAnswer = number | "late" | "too-long" | "broken" | "empty" | "strange";

/** A folder; words in brackets stand for what writes none, as "(set-up)". */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  readonly out: string;
}

export const lock = {
  "lock.held": ({ pid, startedAt, out }: Holder) =>
    `another run is under way on this machine: process ${pid}, started ${startedAt}, writing ${out}`,
  "lock.held-by-user": ({ pid, uid, startedAt, out }: Holder & { readonly uid: number }) =>
    `another run is under way on this machine: process ${pid} of user ${uid}, started ${startedAt}, writing ${out}`,
  "lock.seems-held": (of: { pid: number; command: string; uid: number; answer: HolderAnswer }) =>
    seemsHeld(`process ${of.pid} (${of.command}) of user ${of.uid}`, of.answer),
  "lock.seems-held-by-unseen": ({ answer }: { answer: HolderAnswer }) =>
    seemsHeld("a process that this user may not see", answer),
  "lock.wait": () => WAIT,
  "lock.wait-or-ask-root": () => `${WAIT}; as root, isotax says which it is`,
};

const WAIT = "wait for it or stop it: two runs at once would measure each other";

function seemsHeld(who: string, answer: HolderAnswer): string {
  const does = typeof answer === "number" ? `says that it is process ${answer}` : SAID[answer];
  return `another run seems to be under way on this machine: its lock is held by ${who}, which ${does}`;
}

const SAID: Readonly<Record<Exclude<HolderAnswer, number>, string>> = {
  late: "does not say what it is",
  "too-long": "says more than a run does",
  broken: "does not answer",
  empty: "says nothing",
  strange: "does not answer as a run does",
};
