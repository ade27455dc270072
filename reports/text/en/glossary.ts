/** Words of the report, as docs/glossary.md explains them: a test compares the two. */
export const glossary = {
  "glossary.heading": () => "Words",

  "glossary.native-word": () => "native",
  "glossary.native": () =>
    "The yardstick: ordinary processes with the same CPUs and memory as the others, and no " +
    "isolation.",
  "glossary.target-word": () => "target",
  "glossary.target": () => "A kind of place where work can run: native, a container, a VM.",
  "glossary.workload-word": () => "workload",
  "glossary.workload": () => "What is run in every target. workloads.md lists them.",
  "glossary.round-word": () => "round",
  "glossary.round": () =>
    "One pass over all workloads and targets, in an order shuffled by the seed. The unit of " +
    "statistics.",
  "glossary.interval-word": () => "interval",
  "glossary.interval": () =>
    "Exact interval of the median over rounds, from one round's value to another's. Its " +
    "confidence is what so many rounds allow.",
  "glossary.overhead-word": () => "overhead",
  "glossary.overhead": () =>
    "A target against native, paired by round: a difference for starts, a slowdown for " +
    "everything else.",
  "glossary.slowdown-word": () => "slowdown",
  "glossary.slowdown": () =>
    "How many times worse than native, or head than base. 1 is the same, 2 is twice as " +
    "slow, whether the metric is a rate or a time.",
  "glossary.rung-word": () => "rung",
  "glossary.rung": () => "A target's place on the ladder of isolation.",
  "glossary.cold-start-word": () => "cold start",
  "glossary.cold-start": () =>
    "A start from nothing: no instance exists, nothing is paused or kept warm. Files are in " +
    "the page cache.",
  "glossary.warm-start-word": () => "warm start",
  "glossary.warm-start": () =>
    "A start from something made beforehand: a paused container, a created one, a snapshot. " +
    "It is a rung of its own.",
  "glossary.prework-word": () => "prework",
  "glossary.prework": () =>
    "What is done for a single warm start before its timed window, such as docker create. " +
    "It is shown, and is never part of the start.",
  "glossary.emulated-word": () => "emulated",
  "glossary.emulated": () =>
    "A VM whose CPU is translated in software by QEMU. It says nothing about hardware " +
    "virtualization, and is marked everywhere.",
  "glossary.footprint-word": () => "footprint",
  "glossary.footprint": () =>
    "What one more instance takes of the host's memory and disk: the slope over several at " +
    "once.",
  "glossary.steal-word": () => "steal",
  "glossary.steal": () => "CPU time that the hypervisor below the host gave to others.",
  "glossary.qd-word": () => "QD",
  "glossary.qd": () => "Queue depth: I/O operations in flight at once.",
};
