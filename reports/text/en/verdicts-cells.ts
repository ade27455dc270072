/** Why a cell cannot be judged, whatever its figures are. */
export const verdictsCells = {
  "verdicts-cells.not-measured": ({ target, reason }: { target: string; reason: string }) =>
    `${target} was not measured: ${reason}`,
  "verdicts-cells.no-such-figure": ({ runId }: { runId: string }) =>
    `the run ${runId} has no such figure of it`,
  "verdicts-cells.not-part": ({ runId }: { runId: string }) =>
    `it was not part of the run ${runId}`,
  "verdicts-cells.measure-both": () => "measure it on both sides",
  "verdicts-cells.no-measurement": ({ target, value, unit, round, metric }: NoMeasurement) =>
    `${target} has ${value} ${unit} in round ${round}, which is no measurement of ${metric}`,
  "verdicts-cells.leave-out": () =>
    "a value must be above zero to be compared as a ratio; leave the cell out of the gate",
  "verdicts-cells.failed": ({ target, lost, of, reason }: Lost & { reason: string }) =>
    `${target} failed in ${lost} of ${of} rounds: ${reason}`,
  "verdicts-cells.fix-first": ({ remedy }: { remedy: string }) =>
    `fix that first, because what fails has no speed: ${remedy}`,
  "verdicts-cells.without-figure": ({ target, metric, lost, of }: Lost & { metric: string }) =>
    `${target} gave no ${metric} in ${lost} of ${of} rounds that went well`,
  "verdicts-cells.find-out-why": () =>
    "the rounds without it may be the slow ones: find out why, or leave the cell out of the gate",
  "verdicts-cells.clock-set-back": ({ backMs, runId, round, workload, target }: ClockSetBack) =>
    `the clock was set back by ${(backMs / 1000).toFixed(1)} s during the run ${runId}, before round ${round} of ${workload} on ${target}`,
  "verdicts-cells.let-clock-settle": () =>
    "let the clock settle (timedatectl status), and measure again",

  "verdicts-cells.ended-before": () => "the run ended before it was measured",
  "verdicts-cells.resume": () => "go on with it: --resume",

  "verdicts-cells.twice": ({ metric }: { metric: string }) => `${metric} is there twice`,
  "verdicts-cells.no-divisor": ({ metric, key }: { metric: string; key: string }) =>
    `${metric} does not say by how much "${key}" it is to be divided`,
  "verdicts-cells.no-slope": ({ metric, key }: { metric: string; key: string }) =>
    `${metric} needs two numbers of "${key}" at least, each once`,
  "verdicts-cells.no-point": ({ metric, key }: { metric: string; key: string }) =>
    `${metric} does not say its "${key}"`,
};

interface NoMeasurement {
  readonly target: string;
  /** As text, because it may be infinite. */
  readonly value: string;
  readonly unit: string;
  readonly round: number;
  readonly metric: string;
}

/** Rounds that a side has lost. */
interface Lost {
  readonly target: string;
  readonly lost: number;
  readonly of: number;
}

interface ClockSetBack {
  readonly backMs: number;
  readonly runId: string;
  readonly round: number;
  readonly workload: string;
  readonly target: string;
}
