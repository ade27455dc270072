/** What goes wrong in a workload, and what tools print. */

interface Where {
  workload: string;
  target: string;
}

const at = ({ workload, target }: Where) => `${workload} on ${target}`;
const seconds = (ns: number) => (ns / 1e9).toFixed(3);
const percent = (share: number) => `${(100 * share).toFixed(0)}%`;

interface Trend extends Where {
  metric: string;
  /** As a share. */
  change: number;
}

const changed = ({ workload, metric, target, change }: Trend) =>
  `${workload} ${metric} on ${target} changed by ${percent(change)} within one opening`;

export const workloads = {
  "workloads.unexpected-output": ({
    tool,
    expected,
    got,
  }: {
    tool: string;
    expected: string;
    got: string;
  }) => `${tool}: expected ${expected}, got ${JSON.stringify(got)}`,
  "workloads.check-tool": ({ tool }: { tool: string }) =>
    `check that the installed ${tool} is the one from your distribution; a new version may print another shape`,
  "workloads.installed": ({ reason, versions }: { reason: string; versions: readonly string[] }) =>
    `${reason} (installed: ${versions.join(", ") || "of unknown version"})`,

  // What was expected of a tool.
  "workloads.line": ({ line }: { line: string }) => `"${line}"`,
  "workloads.either-line": ({ one, other }: { one: string; other: string }) =>
    `"${one}" or "${other}"`,
  "workloads.more-than-0": ({ form }: { form: string }) => `${form}, more than 0`,
  "workloads.above-0": ({ column }: { column: string }) => `${column} above 0`,
  "workloads.metrics-line": ({ stressor }: { stressor: string }) =>
    `a line of metrics of ${stressor}`,
  "workloads.json-document": () => "one JSON document",
  "workloads.look-json": () => "hashes, CPUs and memory as JSON",
  "workloads.answer-json": () => "when the server answered, as JSON",
  "workloads.aggressor-line": () => "a last line `done COUNT`",
  "workloads.tasks": ({ tasks }: { tasks: readonly string[] }) => `the tasks ${tasks.join(", ")}`,
  "workloads.columns": ({ columns }: { columns: readonly string[] }) =>
    `its columns, ${columns.join(", ")}`,
  "workloads.percentile": ({ percentile }: { percentile: string | number }) =>
    `the percentile ${percentile}`,
  "workloads.two-speeds": () => "a line with two speeds in MB/s",
  "workloads.positive-iops": () => "more than 0 IOPS",
  "workloads.latency": () => "a latency",
  "workloads.latency-of": ({ metric }: { metric: string }) => `a latency for ${metric}`,
  "workloads.messages-back": () => "messages that came back",
  "workloads.request-rate": () => "requests a second",
  "workloads.transactions": () => "transactions",
  "workloads.transaction-rate": () => "transactions a second",
  "workloads.no-failed-request": () => "no failed request",
  "workloads.no-failed-transaction": () => "no failed transaction",
  "workloads.no-error": ({ error }: { error: string }) => `no error (${error})`,

  // A tool worked, and finished nothing.
  "workloads.nothing-done": ({ tool, what }: { tool: string; what: string }) =>
    `${tool}: ${what} in the time that it had`,
  "workloads.try-when-idle": () =>
    "the machine is busy, or too slow for so short a time: try again when it is idle, or with a larger --profile, which measures longer",
  "workloads.no-block-handled": () => "no block was handled",
  "workloads.no-block-moved": () => "no block was read or written",
  "workloads.no-byte": () => "no byte arrived",
  "workloads.no-datagram": () => "no datagram arrived",
  "workloads.no-event": () => "no event ended",
  "workloads.no-flush": () => "no flush ended",
  "workloads.no-message": () => "no message came back",
  "workloads.no-operation": ({ stressor }: { stressor: string }) =>
    `no operation of ${stressor} ended`,
  "workloads.no-program": () => "no program ended",
  "workloads.no-read": () => "no read ended",
  "workloads.no-request": () => "no request was answered",
  "workloads.no-transaction": () => "no transaction ended",
  "workloads.no-write": () => "no write ended",

  // What ran inside, or as a client.
  "workloads.exit-code": ({ exitCode, ...where }: Where & { exitCode: number }) =>
    `${at(where)}: exit code ${exitCode}`,
  "workloads.preparing-failed": ({ exitCode, ...where }: Where & { exitCode: number }) =>
    `${at(where)}: preparing its server ended with exit code ${exitCode}`,
  "workloads.client-failed": ({ exitCode, ...where }: Where & { exitCode: number }) =>
    `${at(where)}: a client ended with exit code ${exitCode}`,
  "workloads.no-answer": (where: Where) => `${at(where)}: its server gave no answer`,
  "workloads.see-below": () => "see the last words below",
  "workloads.see-below-or-firewall": () =>
    "see the last words below; a firewall of this host may drop what comes from 198.18.0.0/15",
  "workloads.wrong-start": ({
    expected,
    got,
    exitCode,
    ...where
  }: Where & { expected: string; got: string; exitCode: number }) =>
    `${at(where)}: expected ${JSON.stringify(expected)} and exit code 0, got ${JSON.stringify(got)} and ${exitCode}`,
  "workloads.run-by-hand": () => "run the target's tool by hand with the same command",

  "workloads.clocks-disagree": ({
    insideNs,
    leastNs,
    mostNs,
    ...where
  }: Where & { insideNs: number; leastNs: number; mostNs: number }) =>
    `${at(where)}: ${seconds(insideNs)} s by the clock inside, ${seconds(leastNs)} to ${seconds(mostNs)} s by the host's`,
  "workloads.check-guest-clock": () =>
    "rates measured by a drifting clock are worthless: check the guest's clock source",
  "workloads.find-clock": () =>
    "rates measured by a drifting clock are worthless: find out why the instance's time differs from the host's",

  "workloads.trend": (trend: Trend) => changed(trend),
  "workloads.trend-steady": ({
    sample,
    samples,
    ...trend
  }: Trend & { sample: number; samples: number }) =>
    `${changed(trend)}; steady from sample ${sample} of ${samples} on`,
  "workloads.trend-never-steady": (trend: Trend) => `${changed(trend)}; it never became steady`,
  "workloads.larger-profile": () => "a larger profile measures longer, after more warm-up",

  "workloads.not-counted": ({ target }: { target: string }) =>
    `what instances of ${target} take cannot be counted: not all of them are in a control group of the run`,
  "workloads.see-cpu-facts": () =>
    "see its facts for the host's CPU time, which is counted in the same way",

  "workloads.undeclared": ({ metric }: { metric: string }) =>
    `it measured ${metric}, which it does not declare`,
  "workloads.undeclared-unit": ({
    metric,
    unit,
    declared,
  }: {
    metric: string;
    unit: string;
    declared: string;
  }) => `it measured ${metric} in ${unit}, and declares it in ${declared}`,
  "workloads.declare-it": () => "declare it among the step's metrics, in the same unit",
};
