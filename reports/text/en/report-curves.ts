/** Many instances at once. */

export const reportCurves = {
  "report-curves.section": () => "Many at once",
  "report-curves.section-explained": () =>
    "What becomes of a start when others are under way. If nothing but the CPUs were in the way, " +
    "the rate would grow until they are busy, and then stay. Where it stays before that, starts " +
    "wait for something else: a lock, a daemon, the kernel. A daemon has CPUs of its own, so with an " +
    "engine the share may be above 100%.",
  "report-curves.title": ({ workload, along }: { workload: string; along: string }) =>
    `${workload}: by the number of ${along}`,
  "report-curves.heading": ({ what, emulated }: { what: string; emulated: boolean }) =>
    emulated ? `${what}, emulated (TCG)` : what,
  "report-curves.in-flight": () => "starts in flight",
  "report-curves.instances": () => "instances",
  "report-curves.start-rate": () => "Starts a second",
  "report-curves.first-byte": () => "Time to the first byte, median",
  "report-curves.first-byte-p99": () => "Time to the first byte, p99",
  "report-curves.start-cpu": () => "CPU time for each start",
  "report-curves.cpu-share": () => "CPU time used, as a share of the instances' CPUs",
  "report-curves.answer-p99": () => "Time to an answer, p99",
  "report-curves.opening": () => "Opening one more, median",
  "report-curves.memory-taken": () => "Memory that all of them take from the host",
  "report-curves.told": (of: { target: string; what: string; points: readonly string[] }) =>
    `${of.target}, ${of.what}: ${of.points.join(", ")}`,
  "report-curves.point": ({ at, figure }: { at: number; figure: string }) => `${figure} at ${at}`,
  "report-curves.described": ({ lines }: { lines: readonly string[] }) => lines.join("; "),
  "report-curves.explained": () =>
    "Medians over the rounds, with their intervals. Starts: the next one begins when one has ended, " +
    "so that as many as it says are always in flight; a p99 needs 100 starts in a round. Instances: " +
    "each is asked once a second.",
  "report-curves.limits": ({ workload }: { workload: string }) =>
    `${workload}: where the rate ends`,
  "report-curves.head-most": () => "Most starts a second",
  "report-curves.head-held-up": () => "What holds them up",
  "report-curves.by-cpus": () => "the CPUs",
  "report-curves.by-waiting": () => "something else: starts wait while CPUs are free",
  "report-curves.wait": (of: { by: string; what: string; tasks: string }) =>
    `${of.by}; ${of.tasks} tasks at a time wait in the kernel's ${of.what}`,
  "report-curves.head-what": () => "What",
  "report-curves.head-target": () => "Target",
};
