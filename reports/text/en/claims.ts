/** Claims about isolation: what people say, what a run shows of it, and what others publish. */
import { listed } from "./parts.ts";
import { counted } from "./words/counts.ts";

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
  "claims.about-settings": () => "settings of the kernel",
  "claims.about-settings-after": () => "the host's settings afterwards",
  "claims.about-files-after": () => "the host's files afterwards",
  "claims.about-mounts-after": () => "the host's mounts afterwards",
  "claims.about-bytes": () => "the same files",
  "claims.about-scaling": () => "scaling",
  "claims.about-density": () => "instances at once",
  "claims.about-build": () => "a build",
  "claims.about-pull": () => "a pull",
  "claims.about-base-there": () => "the base there",
  "claims.about-file-changed": () => "one file changed",
  "claims.about-rebuilt": () => "the files of an image that is built again elsewhere",
  "claims.about-versions": () => "a new version of one service",
  "claims.about-elsewhere": () => "another machine",

  "claims.needs-machine": () => "Run isotax on the other machine, and compare the hashes",

  // Verdicts.
  "claims.holds": () => "holds",
  "claims.does-not-hold": () => "does not hold",
  "claims.depends": () => "depends",
  "claims.not-for-all": () => "does not hold for all",
  "claims.not-shown": () => "not sure yet",
  /** All figures agree with the claim, and the rounds are too few to be sure. */
  "claims.so-far": () => "looks true so far",
  "claims.emulated": () => "emulated, not comparable",
  "claims.not-measured": () => "not measured",

  // A part of a claim. `range`: of the code claims.range, or empty.
  "claims.slowdown": (of: { about: string; times: string; range: string }) =>
    `${of.about} ${of.times}${of.range}`,
  "claims.added": (of: { about: string; time: string; range: string }) =>
    `${of.about} ${of.time}${of.range}`,
  "claims.start": (of: { time: string; range: string }) => `${of.time}${of.range}`,
  "claims.size": (of: { times: string; against: string }) => `${of.times} what ${of.against} ships`,
  "claims.times": (of: { about: string; times: string; range: string }) =>
    `${of.about} ${of.times} the quickest VM's time${of.range}`,
  "claims.reuse": (of: { about: string; share: string; format: string }) =>
    `${of.about}: ${of.share} of the first delivery's bytes (${of.format})`,
  "claims.count": (of: { figure: string }) => `${of.figure} instances at once`,
  "claims.same-files": (of: { same: number; all: number }) =>
    of.same === of.all
      ? `the same ${of.all === 1 ? "file" : `${of.all} files`} as the image`
      : `${of.same} of ${counted(of.all, "file")} as in the image`,
  "claims.not-on-host": () => "a file written inside was not on the host at the same path",
  "claims.on-host": () => "a file written inside was on the host, too",
  "claims.nobody-knows": () => "nobody could tell whether a file written inside was on the host",
  "claims.only-loaded": () => "the loaded service got another instance, and the others kept theirs",
  "claims.not-only-loaded": () =>
    "when one service was loaded, the others did not keep their instances, or it got no other",
  "claims.loaded-open": () => "nobody could tell which instances the services had",
  "claims.versions-own": () => "one service got a new version, and its neighbours kept theirs",
  "claims.versions-not-own": () =>
    "when one service got a new version, its neighbours answered as another",
  "claims.versions-open": () => "nobody could tell which versions the neighbours had",
  "claims.settings-kept": () => "settings of the kernel cannot be written inside",
  "claims.settings-open": () => "settings of the kernel can be written inside",
  "claims.settings-unknown": () => "nobody could tell whether settings can be written inside",
  "claims.promise-yes": ({ about }: { about: string }) => `${about} are the same`,
  "claims.promise-no": ({ about }: { about: string }) => `${about} are not the same`,
  "claims.promise-open": ({ about }: { about: string }) =>
    `nobody could tell whether ${about} are the same`,
  "claims.range": (of: { low: string; high: string }) => ` (${of.low} to ${of.high})`,
  /** A figure that is not the median. */
  "claims.other-centre": ({ figure }: { figure: string }) => `${figure} by Hodges-Lehmann`,
  "claims.lossy": ({ figure }: { figure: string }) => `${figure}, too many rounds lost`,
  /** Several targets where their figures are the same. */
  "claims.of-targets": (of: { targets: readonly string[]; figures: readonly string[] }) =>
    `${listed(of.targets)}: ${listed(of.figures)}`,
  "claims.gap": (of: { targets: readonly string[]; about: readonly string[] }) =>
    of.targets.length === 0 ? listed(of.about) : `${listed(of.about)} on ${listed(of.targets)}`,

  // The rule of a claim. `figure` is its bound.
  "claims.rule-slowdown-above": ({ figure }: { figure: string }) =>
    `each is more than ${figure} slower than native`,
  "claims.rule-slowdown-below": ({ figure }: { figure: string }) =>
    `each is less than ${figure} slower than native`,
  "claims.rule-start-added-above": ({ figure }: { figure: string }) =>
    `a cold start takes more than ${figure} longer than native`,
  "claims.rule-start-added-below": ({ figure }: { figure: string }) =>
    `a cold start takes less than ${figure} longer than native`,
  "claims.rule-start-above": ({ figure }: { figure: string }) =>
    `each cold start takes more than ${figure}`,
  "claims.rule-start-below": ({ figure }: { figure: string }) =>
    `each cold start takes less than ${figure}`,
  "claims.rule-size-above": ({ figure }: { figure: string }) =>
    `each ships more than ${figure} what a container ships`,
  "claims.rule-size-below": ({ figure }: { figure: string }) =>
    `each ships less than ${figure} what a container ships`,
  "claims.rule-times-above": ({ figure }: { figure: string }) =>
    `each takes more than ${figure} the time of the quickest VM`,
  "claims.rule-times-below": ({ figure }: { figure: string }) =>
    `each takes less than ${figure} the time of the quickest VM`,
  "claims.rule-reuse-above": ({ figure }: { figure: string }) =>
    `more than ${figure} of the bytes of a first delivery is sent again`,
  "claims.rule-reuse-below": ({ figure }: { figure: string }) =>
    `less than ${figure} of the bytes of a first delivery is sent again`,
  "claims.rule-count-above": ({ figure }: { figure: string }) =>
    `each runs more than ${figure} instances at once`,
  "claims.rule-count-below": ({ figure }: { figure: string }) =>
    `each runs at most ${figure} instances at once`,
  "claims.rule": ({ rules }: { rules: readonly string[] }) =>
    `It holds if ${rules.join(", and if ")}`,

  // The sentence of a claim.
  "claims.sentence": (of: { says: string; verdict: string; details: readonly string[] }) =>
    `${of.says}: ${[of.verdict, ...of.details].join(". ")}.`,
  "claims.figures": ({ parts }: { parts: readonly string[] }) => `${parts.join("; ")}`,
  "claims.as-it-says": ({ parts }: { parts: readonly string[] }) =>
    `It is so for ${parts.join("; ")}`,
  "claims.otherwise": ({ parts }: { parts: readonly string[] }) =>
    `It is not so for ${parts.join("; ")}`,
  "claims.open": ({ parts }: { parts: readonly string[] }) => `Undecided for ${parts.join("; ")}`,
  "claims.sure": (of: { confidence: string; least: number; most: number }) =>
    `Ranges: ${of.confidence} confidence, ` +
    `${of.least === of.most ? counted(of.most, "round") : `${of.least} to ${of.most} rounds`}`,
  "claims.missing": ({ gaps }: { gaps: readonly string[] }) => `Not measured: ${gaps.join("; ")}`,
  "claims.left-out": ({ targets }: { targets: readonly string[] }) =>
    `${listed(targets)}: emulated, so not counted`,
  "claims.more-rounds": ({ rounds }: { rounds: number }) =>
    rounds > 1000
      ? "More than 1000 more rounds would be needed"
      : `About ${counted(rounds, "more round")} would decide`,
  "claims.make-sure": ({ rounds }: { rounds: number }) =>
    rounds > 1000
      ? "more than 1000 more rounds would be needed to be sure"
      : `about ${counted(rounds, "more round")} would make it sure`,
  /** A claim in one line of a terminal. */
  "claims.line": (of: { id: string; says: string; verdict: string; figures: readonly string[] }) =>
    `${of.id} ${of.says}: ${of.verdict}${of.figures.length === 0 ? "" : ` (${of.figures.join(", ")})`}`,
  // What its figures are of. Short: a claim has one line.
  "claims.extent-slowdown": ({ figures }: { figures: string }) => `slowdown ${figures}`,
  "claims.extent-added": ({ figures }: { figures: string }) => `start ${figures}`,
  "claims.extent-times": ({ figures }: { figures: string }) => `${figures} the time of a VM`,
  "claims.extent-reuse": ({ figures }: { figures: string }) => `${figures} sent again`,
  "claims.extent-count": ({ figures }: { figures: string }) => `${figures} instances`,
  "claims.extent-size": (of: { figures: string; against: string }) =>
    `${of.figures} ${of.against}'s size`,
  "claims.from-to": (of: { low: string; high: string }) => `${of.low} to ${of.high}`,
  "claims.not-measured-ids": ({ ids }: { ids: readonly string[] }) =>
    `Not measured: ${listed(ids)} (see summary.md)`,
  // In a table of runs.
  "claims.short-holds": (of: { ids: readonly string[] }) => `yes ${of.ids.join(" ")}`,
  "claims.short-does-not-hold": (of: { ids: readonly string[] }) => `no ${of.ids.join(" ")}`,
  "claims.short-depends": (of: { ids: readonly string[] }) => `depends ${of.ids.join(" ")}`,
  "claims.short-not-for-all": (of: { ids: readonly string[] }) => `not for all ${of.ids.join(" ")}`,
  "claims.short-not-shown": (of: { ids: readonly string[] }) => `not sure yet ${of.ids.join(" ")}`,
  "claims.short-emulated": (of: { ids: readonly string[] }) => `emulated ${of.ids.join(" ")}`,
  "claims.heading-short": () => "Claims",
  "claims.heading": () => "What people say, and what this run shows",
  "claims.folded": ({ count }: { count: number }) => `${count} not measured here`,
  "claims.published": ({ figures }: { figures: readonly string[] }) =>
    `Published: ${figures.join("; ")}`,
  /** In one line, with how to measure them where that is possible. */
  "claims.others": (of: { ids: readonly string[] }) =>
    `${counted(of.ids.length, "claim")} ${of.ids.length === 1 ? "was" : "were"} not measured: ` +
    `${listed(of.ids)}: npm run bench -- --claims`,
  "claims.how-sure": () => "How sure are these verdicts?",
  "claims.all-at-once": (of: { tested: number; error: string }) =>
    `The chance that one or more of the verdicts from rounds is wrong is at most ${of.error}, ` +
    `over ${of.tested} claim${of.tested === 1 ? "" : "s"} together (Holm's method). ` +
    "Figures are medians of the rounds, as in the cards and tables. Where a claim is decided, its " +
    "ranges are those of its test. A slowdown (1.05x) is the geometric mean over " +
    "all headline metrics of its kind, against native in the same round.",
  "claims.command": ({ command }: { command: string }) => `To measure it: ${command}`,
};
