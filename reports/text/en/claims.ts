/** Claims about isolation: what people say, what a run shows of it, and what others publish. */
import { listed } from "./parts.ts";

export const claims = {
  "claims.c1": () => "A hypervisor costs performance",
  "claims.c2": () => "Guest OS and kernel make VM images big",
  "claims.c3": () => "chroot, namespaces and cgroups cost almost nothing",
  "claims.c4": () => "Containers are built and delivered faster",
  "claims.c5": () => "Image layers are reused",
  "claims.c6": () => "Containers start within seconds",
  "claims.c7": () => "Many containers run on one host",
  "claims.c8": () => "A container leaves the host untouched",
  "claims.c9": () => "The same environment runs elsewhere",
  "claims.c10": () => "Only the loaded service is scaled",
  "claims.c11": () => "Each service has its own version",

  "claims.about-cpu": () => "CPU",
  "claims.about-memory": () => "memory",
  "claims.about-syscall": () => "system calls",
  "claims.about-disk": () => "disk",
  "claims.about-network": () => "network",
  "claims.about-start": () => "cold start",
  "claims.about-size": () => "bytes to ship",
  "claims.about-files": () => "a file written inside",
  "claims.about-bytes": () => "the same files",
  "claims.about-elsewhere": () => "another machine",

  "claims.needs-delivery": () =>
    "isotax does not yet time how an image is built, sent and unpacked",
  "claims.needs-layers": () => "isotax does not yet build a second version of an image",
  "claims.needs-density": () =>
    "isotax does not yet fill a host with instances; --workloads footprint measures what one more takes",
  "claims.needs-machine": () => "run isotax on the other machine, and compare the hashes of files",
  "claims.needs-scaling": () => "isotax does not run several services with a load on one of them",
  "claims.needs-versions": () => "isotax does not run two services that need different versions",

  // Verdicts.
  "claims.holds": () => "holds",
  "claims.does-not-hold": () => "does not hold",
  "claims.depends": () => "depends",
  "claims.not-shown": () => "not shown",
  "claims.emulated": () => "emulated: not comparable",
  "claims.not-measured": () => "not measured",

  // A part of a claim. `range`: of the code claims.range, or empty.
  "claims.slowdown": (of: { times: string; range: string }) =>
    `${of.times} native's time${of.range}`,
  "claims.added": (of: { time: string; range: string }) => `${of.time} more than native${of.range}`,
  "claims.start": (of: { time: string; range: string }) => `${of.time}${of.range}`,
  "claims.size": (of: { times: string; against: string }) => `${of.times} what ${of.against} ships`,
  "claims.same-files": ({ count }: { count: number }) => `${count} have the same hash`,
  "claims.not-on-host": () => "it was not on the host at the same path",
  "claims.on-host": () => "it was on the host, too",
  "claims.nobody-knows": () => "nobody could tell",
  "claims.range": (of: { low: string; high: string; confidence: string }) =>
    ` (${of.low} to ${of.high}, ${of.confidence} confidence)`,
  "claims.lossy": ({ figure }: { figure: string }) => `${figure}; too many rounds were lost`,
  "claims.part": (of: { target: string; about: string; figure: string }) =>
    `${of.target}: ${of.about} ${of.figure}`,
  "claims.gap": (of: { target: string; about: string }) =>
    of.target === "" ? of.about : `${of.about} on ${of.target}`,

  // The sentence of a claim.
  "claims.sentence": (of: { says: string; verdict: string; details: readonly string[] }) =>
    `${of.says}: ${of.verdict}. ${of.details.join(" ")}`.trim(),
  "claims.figures": ({ parts }: { parts: readonly string[] }) => `${parts.join("; ")}.`,
  "claims.as-it-says": ({ parts }: { parts: readonly string[] }) =>
    `As it says: ${parts.join("; ")}.`,
  "claims.otherwise": ({ parts }: { parts: readonly string[] }) =>
    `Otherwise: ${parts.join("; ")}.`,
  "claims.open": ({ parts }: { parts: readonly string[] }) => `Not shown: ${parts.join("; ")}.`,
  "claims.missing": ({ gaps }: { gaps: readonly string[] }) => `Not measured: ${listed(gaps)}.`,
  "claims.left-out": ({ targets }: { targets: readonly string[] }) =>
    `${listed(targets)}: emulated, so it decides nothing.`,
  "claims.more-rounds": ({ rounds }: { rounds: number }) =>
    rounds > 1000
      ? "More than 1000 more rounds would be needed."
      : `About ${rounds} more round${rounds === 1 ? "" : "s"} would decide.`,
  /** A claim in one line of a terminal. */
  "claims.line": (of: { id: string; says: string; verdict: string; figures: readonly string[] }) =>
    `${of.id} ${of.says}: ${of.verdict}${of.figures.length === 0 ? "" : ` (${of.figures.join(", ")})`}`,
  "claims.line-figure": (of: { target: string; figure: string }) => `${of.target} ${of.figure}`,
  "claims.not-measured-ids": ({ ids }: { ids: readonly string[] }) =>
    `Not measured: ${listed(ids)}. summary.md says what would measure them.`,
  "claims.heading": () => "What people say, and what this run shows",
  "claims.folded": ({ count }: { count: number }) => `${count} not measured`,
  "claims.published-heading": () => "Published",
  "claims.all-at-once": (of: { tested: number; error: string }) =>
    `The chance that one or more of the verdicts from rounds is wrong is at most ${of.error}, ` +
    `over ${of.tested} claim${of.tested === 1 ? "" : "s"} together (Holm's method). ` +
    "A slowdown is the geometric mean of all headline metrics of its kind.",
  "claims.command": ({ command }: { command: string }) => `To measure it: ${command}`,
  "claims.needs": ({ needs }: { needs: string }) => `Needed: ${needs}.`,
};
