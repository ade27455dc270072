import { counted } from "./words/counts.ts";

/** An entry of an image, and how many others are like it. */
interface Entries {
  readonly path: string;
  readonly others: number;
}

function entries({ path, others }: Entries): string {
  return others === 0 ? path : `${path} and ${others} more`;
}

/** Starts that were asked for, and how many of them printed what they should. */
interface Asked {
  readonly asked: number;
  readonly lived: number;
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

/** What a check saw. */
export const evidence = {
  "evidence.absent": ({ where }: { where: string }) =>
    `it was written, and the host has nothing at ${where}`,
  "evidence.cached": (of: { cachedBytes: number; diskBytes: number }) =>
    `${(of.cachedBytes / 2 ** 20).toFixed(1)} of ${(of.diskBytes / 2 ** 20).toFixed(1)} MiB were in the page cache before the first service`,
  "evidence.processes": (of: { service: string; names: readonly string[] }) =>
    `${of.service}: ${of.names.join(", ")}`,
  "evidence.answered-by": (of: { told: readonly string[]; answers: number }) =>
    `${of.answers} answers by the processes ${of.told.join("; ")}`,
  "evidence.own-versions": (of: {
    after: string;
    versions: readonly string[];
    answers: number;
    failed: number;
  }) =>
    `one service answered as ${of.after}; the others' ${of.answers} answers were of ${of.versions.join(", ")}, and ${of.failed} of their requests failed`,
  "evidence.on-time": (of: { requests: number; lateMs: number; intervalMs: number }) =>
    `99% of ${of.requests} requests were sent within ${of.lateMs.toFixed(1)} ms of their time; a service's requests are ${of.intervalMs.toFixed(0)} ms apart`,
  "evidence.all-steps": (of: { steps: number }) => `all ${of.steps} steps were taken`,
  "evidence.left-out": (of: { inFlight: number; why: string }) =>
    `steps from ${of.inFlight} in flight on were left out: ${of.why}`,
  "evidence.no-memory": (of: { availableBytes: number; wantedBytes: number }) =>
    `${gib(of.wantedBytes)} of memory would be needed, and ${gib(of.availableBytes)} are available`,
  "evidence.no-time": (of: { aloneMs: number; budgetMs: number }) =>
    `one start alone takes ${(of.aloneMs / 1e3).toFixed(1)} s, and a step begins starts for ${(of.budgetMs / 1e3).toFixed(1)} s`,
  "evidence.all-lived": (of: Asked) => `${counted(of.asked, "start")}, and all lived`,
  "evidence.not-all-lived": (of: Asked & { first: string }) =>
    `${of.lived} of ${counted(of.asked, "start")} lived; the first failure: ${of.first}`,
  "evidence.all-opened": ({ held }: { held: number }) =>
    `${counted(held, "instance")}, as many as were allowed`,
  "evidence.limit-met": (of: { held: number; why: string; reached: readonly string[] }) =>
    `${counted(of.held, "instance")} at ease, then ${of.why}` +
    (of.reached.length === 0 ? "" : `; used up to 95% or more: ${of.reached.join(", ")}`),
  "evidence.time-over": ({ instances }: { instances: number }) =>
    `the time was over with ${counted(instances, "instance")}`,
  "evidence.memory-over": (of: { instances: number; availableBytes: number }) =>
    `only ${gib(of.availableBytes)} of memory were left with ${counted(of.instances, "instance")}`,
  "evidence.not-opened": ({ instances, why }: { instances: number; why: string }) =>
    `another one beside ${instances} did not start: ${why}`,
  "evidence.slow-answers": (of: { instances: number; p99Ns: number; usualNs: number }) =>
    `with ${counted(of.instances, "instance")} the p99 of an answer was ${(of.p99Ns / 1e6).toFixed(1)} ms, ${(of.p99Ns / of.usualNs).toFixed(1)} times that of one alone`,
  "evidence.met": ({ metNs }: { metNs: number }) =>
    `answers were in time again ${(metNs / 1e9).toFixed(1)} s after the load rose`,
  "evidence.not-met": () => "answers were not in time again while the load was high",
  "evidence.processes-of": (of: { loaded: number; others: number }) =>
    `the loaded service had ${of.loaded} processes that answered, and each other service had at most ${of.others}`,
  "evidence.recovered": ({ seen }: { seen: number }) =>
    `the victim was in time again after each of ${counted(seen, "neighbour")}`,
  "evidence.not-recovered": ({ beside }: { beside: readonly string[] }) =>
    `the victim was not in time again while it was looked at, after ${beside.join(", ")}`,
  "evidence.recovery-unseen": () => "the victim began only after the neighbours' ends",
  "evidence.differs": ({ told }: { told: readonly string[] }) => `differs: ${told.join("; ")}`,
  "evidence.entries-differ": ({ path, others, fields }: Entries & { fields: readonly string[] }) =>
    `${fields.join(", ")} of ${entries({ path, others })}`,
  "evidence.found": ({ where }: { where: string }) => `it reached the host, at ${where}`,
  "evidence.only-one-has": (of: Entries) => `only one of the two has ${entries(of)}`,
  "evidence.other-bytes": () => "bytes in which no difference of the content was found",
  "evidence.refused": ({ errno }: { errno: string }) => `refused (${errno})`,
  "evidence.ended-by": ({ signal }: { signal: string }) => `the process was ended (${signal})`,
  "evidence.nothing-of-host": () => "nothing of the host's was there",
  "evidence.done-apart": () => "it was done, and the host is as before",
  "evidence.reached-host": () => "it reached the host",
  "evidence.host-unchanged": () => "nothing differs from before",
  "evidence.host-changed": ({ told, more }: { told: readonly string[]; more: number }) =>
    `differs from before: ${told.join("; ")}${more === 0 ? "" : ` and ${more} more`}`,
  "evidence.as-on-host": ({ file }: { file: string }) => `${file} says the same as on the host`,
  "evidence.other-than-host": ({ file }: { file: string }) =>
    `${file} says something else than on the host`,
  "evidence.nothing-to-read": ({ file }: { file: string }) =>
    `${file} cannot be read or says nothing`,
  "evidence.other-boot": ({ file }: { file: string }) =>
    `${file} is that of another kernel, also where both are of one build`,
  "evidence.no-control": ({ said }: { said: string }) =>
    `it cannot be tried here: on the host itself, ${said}`,
  "evidence.paced": (of: {
    bitsPerSecond: number;
    mbit: number;
    rttMs: number;
    delay: "none" | "netem" | "relay";
    mtu: number;
    congestionControl: string;
  }) =>
    `${(of.bitsPerSecond / 1e6).toFixed(1)} of ${of.mbit} Mbit/s at the fastest; MTU ${of.mtu}, ${of.congestionControl}, ${of.rttMs === 0 ? "no added delay" : `${of.rttMs} ms added delay (${of.delay === "relay" ? "a relay of frames" : of.delay})`}`,
  "evidence.same-digest": ({ digest }: { digest: string }) => `${digest}... both times`,
};
