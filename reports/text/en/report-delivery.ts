/** What reports say of deliveries: their charts, their tables, and the model. */
import { listed } from "./parts.ts";
import { counted } from "./words/counts.ts";

export const reportDelivery = {
  "report-delivery.title": () => "Delivery",
  "report-delivery.explained": () =>
    "How an image comes to a host, and what that takes. Servers send it over a link of a known rate and delay. Figures are medians of the rounds.",

  "report-delivery.empty-store": () => "nothing there",
  "report-delivery.base-there": () => "base there",
  "report-delivery.file-changed": () => "one file changed",
  "report-delivery.dependency-changed": () => "a dependency changed",
  "report-delivery.time-pull": () => "pulled",
  "report-delivery.time-first-output": () => "first output",
  "report-delivery.time-all-read": () => "all files read",

  "report-delivery.times": ({ workload }: { workload: string }) =>
    `${workload}: a start from nothing`,
  "report-delivery.times-explained": () =>
    "A panel for each link, with an axis of its own. The bar ends when all files of the image have been read inside, where that was measured, and else with the first output. A format that fetches files when they are asked for has a short pull, and pays in the last piece.",
  "report-delivery.on-link": ({ link, emulated }: { link: string; emulated: boolean }) =>
    emulated ? `${link}: emulated (TCG)` : link,
  "report-delivery.piece-pull": () => "pull",
  "report-delivery.piece-run": () => "then to the first output",
  "report-delivery.piece-read": () => "then until all is read",
  "report-delivery.bar": (of: { format: string; link: string; times: string[] }) =>
    `${of.format}, ${of.link}: ${of.times.join(", ")}`,
  "report-delivery.moment": (of: { time: string; after: string }) => `${of.time} after ${of.after}`,
  "report-delivery.bars": ({ bars }: { bars: string[] }) => bars.join("; "),
  "report-delivery.head-format": () => "format",
  "report-delivery.head-link": () => "link",
  "report-delivery.head-store": () => "client's store",

  "report-delivery.wire": () => "Bytes on the wire",
  "report-delivery.wire-explained": () =>
    "What the queues at both ends counted, headers included: received until all files are read, sent during the pull. A panel for each thing that the client's store may hold beforehand, with an axis of its own. Bytes are the same whether a machine is emulated or not.",
  "report-delivery.received": () => "received",
  "report-delivery.sent": () => "sent",

  "report-delivery.travels": () => "One file changed: what travels",
  "report-delivery.travels-explained": ({ size }: { size: string }) =>
    `A new version differs in one file of ${size}, or in one of ten dependencies. The store holds the version before. A dependency is ten files of that size. Bytes are counted both ways. Times are those of the pull, over the slowest link and over the fastest.`,
  "report-delivery.head-changed-wire": () => "file: bytes",
  "report-delivery.head-times-file": () => "times its size",
  "report-delivery.head-changed-pull": ({ link }: { link: string }) => `file: ${link}`,
  "report-delivery.head-dependency-wire": () => "dependency: bytes",
  "report-delivery.head-dependency-pull": ({ link }: { link: string }) => `dependency: ${link}`,

  "report-delivery.first-bytes": () => "What comes before it runs",
  "report-delivery.first-bytes-explained": () =>
    "Bytes received, from an empty store until the pull has ended, the first output has come, and all files have been read. Lazy formats fetch what is read; qemu-http fetches more, because it reads ahead. In 57 common images, a start read 6.4% of the data (Slacker, FAST 2016).",
  "report-delivery.head-first-share": () => "by the first output, of all",

  "report-delivery.costs": () => "What a pull into an empty store takes besides time",
  "report-delivery.head-requests": () => "requests",
  "report-delivery.head-written": () => "written to disk",
  "report-delivery.head-client-cpu": () => "client's CPU time",
  "report-delivery.head-server-cpu": () => "servers' CPU time",

  "report-delivery.model": () => "The model, and whether it predicts",
  "report-delivery.model-explained": () =>
    "seconds = fixed + the longer of (bytes / rate) and unpacking + round trip x (trips + rounds of slow start). For each format, store and time, some links are left out of the fit: every second one in a row of rates or delays, never the last. The model predicts those. It has not seen their times.",
  "report-delivery.model-check": (of: {
    predicted: number;
    typical: string;
    largest: string;
    target: string;
    within: number;
    models: number;
  }) =>
    `It made ${counted(of.predicted, "prediction")}. Half of them miss by ${of.typical} or less, the worst by ${of.largest}. ` +
    `${of.within} of ${counted(of.models, "model")} never missed by more than ${of.target}.`,
  "report-delivery.model-too-few": (of: {
    has: number;
    needs: number;
    links: readonly string[];
    command: string;
  }) =>
    `The model says nothing here: it needs ${counted(of.needs, "link")} of different rates or delays, and this run has ${of.has} (${listed(of.links)}). To measure more: ${of.command}`,
  "report-delivery.model-plot": () => "Predicted against measured",
  "report-delivery.model-plot-explained": ({ target }: { target: string }) =>
    `A dot for each time that was predicted: 1x is what was measured, more is too long. The band reaches ${target} to either side. At the right stands the largest error of each format.`,
  "report-delivery.model-panel": (of: { time: string; emulated: boolean }) =>
    of.emulated ? `${of.time}: emulated (TCG)` : of.time,
  "report-delivery.model-told": (of: { format: string; time: string; error: string }) =>
    `${of.format}, ${of.time}: largest error ${of.error}`,
  "report-delivery.head-time": () => "time",
  "report-delivery.head-predicted": () => "predicted",
  "report-delivery.head-measured": () => "measured",
  "report-delivery.head-error": () => "error",

  "report-delivery.ask": () => "What would it take over your link?",
  "report-delivery.ask-explained": () =>
    "By the model, now fitted to all links. Each column is what the client's store holds beforehand.",
  "report-delivery.ask-rate": () => "Mbit/s",
  "report-delivery.ask-round-trip": () => "ms round trip",
  "report-delivery.ask-time": () => "Until:",
  "report-delivery.ask-marks": (of: { links: string; target: string }) =>
    `* beyond the links that this format was measured over (of all formats: ${of.links}). ? the model of this cell missed by more than ${of.target} in its check.`,
  "report-delivery.one-delay": ({ rttMs }: { rttMs: number }) =>
    `Only a round trip of ${rttMs} ms was measured, so nothing can be said of others.`,
  "report-delivery.range": (of: { rates: string; trips: string }) => `${of.rates}, ${of.trips}`,
  "report-delivery.from-to": (of: { low: number; high: number; unit: string }) =>
    of.low === of.high ? `${of.low} ${of.unit}` : `${of.low} to ${of.high} ${of.unit}`,
  "report-delivery.common": () => "Over common links, until the first output",
  "report-delivery.common-head": (of: { store: string; link: string }) => `${of.store}: ${of.link}`,

  "report-delivery.break-even": () => "Which is faster, and where that turns",
  "report-delivery.break-even-explained": ({ same }: { same: string }) =>
    `By the model, between the lowest and the highest rate over which both were measured. Formats that differ by less than ${same} count as equally fast. Emulated machines are compared with each other only.`,
  "report-delivery.crosses": (of: {
    store: string;
    time: string;
    delay: string;
    below: string;
    above: string;
    mbit: string;
  }) =>
    `${of.store}, ${of.time}${of.delay}: ${of.below} is faster below ${of.mbit} Mbit/s, and ${of.above} above.`,
  "report-delivery.always": (of: {
    store: string;
    time: string;
    delay: string;
    faster: string;
    others: readonly string[];
  }) =>
    `${of.store}, ${of.time}${of.delay}: ${of.faster} is never slower than ${listed(of.others)}.`,
  "report-delivery.with-delay": ({ rttMs }: { rttMs: number }) =>
    ` with a round trip of ${rttMs} ms`,
  "report-delivery.more": ({ count }: { count: number }) => `${count} more`,
  "report-delivery.no-break-even": () => "No two formats change places.",
  "report-delivery.reuse": (of: {
    format: string;
    low: string;
    high: string;
    savedLow: string;
    savedHigh: string;
  }) =>
    `${of.format}: when one file has changed, the pull is shorter than the first one by ${of.savedLow} at ${of.low}, and by ${of.savedHigh} at ${of.high}.`,
  "report-delivery.reuse-up-to": ({ mbit }: { mbit: string }) =>
    `It saves 1 s or more up to ${mbit} Mbit/s.`,
  "report-delivery.hardly": () => "next to nothing",
  "report-delivery.reuse-never": () => "It never saves 1 s.",

  "report-delivery.summary-changed": (of: {
    format: string;
    bytes: string;
    times: string;
    pull: string;
    link: string;
  }) =>
    `${of.format}: one file changed: ${of.bytes} on the wire (${of.times} the file), pull ${of.pull} at ${of.link}`,
};
