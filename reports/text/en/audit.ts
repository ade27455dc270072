/** How many of the checks of a target reached the host, and could be tried at all. */
interface Audited {
  readonly target: string;
  readonly reached: number;
  readonly of: number;
  readonly broken: number;
  readonly unknown: number;
}

interface Failed {
  readonly check: string;
  readonly tried: string;
  readonly evidence: string;
}

/** Audits: what can be reached from inside. */
export const audit = {
  "audit.probe-ended": ({ words }: { words: string }) =>
    `the probe's part on the host ended: ${words}`,
  "audit.target": (of: Audited) =>
    `${of.target}: ${of.reached} of ${of.of} reach the host, ${of.broken === 0 ? "none" : of.broken} against its promise${of.unknown === 0 ? "" : `; ${of.unknown} cannot be tried here`}`,
  "audit.surface": ({ calls, starting }: { calls: number; starting: number }) =>
    `  ${calls} different system calls of the host at work, ${starting} while it starts`,
  "audit.failed-promise": (of: Failed) =>
    `  ${of.check} (${of.tried}): ${of.evidence}, and the target promises otherwise`,
  "audit.failed-new": (of: Failed) =>
    `  ${of.check} (${of.tried}): ${of.evidence}, and the baseline did not`,
  "audit.failed-left": ({ check, evidence }: Failed) => `  ${check}: ${evidence}`,
  "audit.finding": ({ target, tried, word }: { target: string; tried: string; word: string }) =>
    `${target}: ${tried}: ${word}`,
  // The words of its tables.
  "audit.refused": ({ by }: { by: string }) => `refused (${by})`,
  "audit.virtual": () => "virtual",
  "audit.reached": () => "reached",
  "audit.reached-against": () => "reached, against its promise",
  "audit.unchanged": () => "as before",
  "audit.changed": () => "not as before",
  "audit.untried": () => "untried",
  "audit.section": () => "What can be reached from inside",
  "audit.explained": () =>
    "A probe tried from inside to reach the host, and did nothing with it. Refused: the kernel said " +
    "no. Virtual: it worked, on something that is not the host's. Reached: it was the host's own. The " +
    "same was tried on the host first; what fails there as well stays untried here.",
  "audit.caption": ({ group }: { group: string }) => `${group}: tries to ...`,
  "audit.head-check": () => "what it tries",
  "audit.figure-heading": () => "What isolation costs, and what it keeps",
  "audit.figure-caption": () =>
    "A point for each target: how long a cold start takes, and how many of the checks that can be " +
    "tried here reached the host. Left and low is better. An emulated start would be faster with KVM; " +
    "what it keeps is the same. Its point is empty.",
  "audit.figure-told": (of: { target: string; ready: string; reached: number; of: number }) =>
    `${of.target}: ${of.ready}, ${of.reached} of ${of.of} reached the host`,
  "audit.axis-reached": () => "checks that reached the host",
  "audit.axis-start": () => "cold start",
  "audit.head-start": () => "cold start",
  "audit.head-reached": () => "reached",
  "audit.head-against": () => "against its promise",
  "audit.see-words": () => "see its last words",
};
