/** An entry of an image, and how many others are like it. */
interface Entries {
  readonly path: string;
  readonly others: number;
}

function entries({ path, others }: Entries): string {
  return others === 0 ? path : `${path} and ${others} more`;
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
  "evidence.differs": ({ told }: { told: readonly string[] }) => `differs: ${told.join("; ")}`,
  "evidence.entries-differ": ({ path, others, fields }: Entries & { fields: readonly string[] }) =>
    `${fields.join(", ")} of ${entries({ path, others })}`,
  "evidence.found": ({ where }: { where: string }) => `it reached the host, at ${where}`,
  "evidence.only-one-has": (of: Entries) => `only one of the two has ${entries(of)}`,
  "evidence.other-bytes": () => "bytes in which no difference of the content was found",
  "evidence.refused": ({ errno }: { errno: string }) => `refused (${errno})`,
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
