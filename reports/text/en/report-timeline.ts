/** What happens when a service is scaled, moment by moment. */
export const reportTimeline = {
  "report-timeline.title": ({ workload }: { workload: string }) =>
    `${workload}: from too much load until answers are in time`,
  "report-timeline.load-seen": () => "the controller sees it",
  "report-timeline.scale-decided": () => "it decides",
  "report-timeline.instance-ready": () => "the new instance answers",
  "report-timeline.instance-joined": () => "it gets requests",
  "report-timeline.objective-met": () => "answers are in time",
  "report-timeline.emulated": () => "Emulated (TCG), on an axis of their own",
  "report-timeline.never": () => "never",
  "report-timeline.after": ({ what, time }: { what: string; time: string }) => `${what}: ${time}`,
  "report-timeline.told": (of: { subject: string; moments: readonly string[]; end: string }) =>
    `${of.subject} (${of.end}): ${of.moments.join(", ")}`,
  "report-timeline.described": ({ lines }: { lines: readonly string[] }) => lines.join("; "),
  "report-timeline.explained": () =>
    "Medians over the rounds. The bar begins when the load rises from 30% to 150% of what one " +
    "instance can answer. The figure is when answers were in time for good: 95% of those of each " +
    "0.2 s, for 2 s. What lies between the controller's decision and the first request that the " +
    "new instance gets is what the target takes.",
};
