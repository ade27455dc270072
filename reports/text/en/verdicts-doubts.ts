/** Doubts about figures: warnings that an analysis adds. */
export const verdictsDoubts = {
  /** `slowdown`: the most that it has against native. It is below 1. */
  "verdicts-doubts.faster-than-native": ({ target, slowdown, metric }: FasterThanNative) =>
    `${target} is ${(1 / slowdown).toFixed(2)} times as fast as native at ${metric} or more; no isolation speeds work up`,
  "verdicts-doubts.look-for-cache": () =>
    "look for a cache that answers instead of the disk, or a flush that is not honoured",
  "verdicts-doubts.look-for-size": () =>
    "look for what a process finds there and not on the host: sizes, limits, paths",
  "verdicts-doubts.drift": ({ share }: { share: number }) =>
    `the host itself changed by ${(share * 100).toFixed(0)}% between the first and the second half of the rounds`,
  "verdicts-doubts.trust-overheads": () =>
    "trust the paired overheads more than the absolute figures; run again on a quiet machine",
  /** Scatter is the scaled MAD as a share of the median. */
  "verdicts-doubts.noisy": ({ workload, metric, target, scatter, usual }: Noisy) =>
    `${workload} ${metric} scatters by ${(scatter * 100).toFixed(0)}% between rounds on ${target}; ${(usual * 100).toFixed(0)}% is usual`,
  "verdicts-doubts.trust-interval": () =>
    "take more rounds, a larger profile or a quieter machine; trust the interval, not the median",

  // Where a warning was given first.
  "verdicts-doubts.of-run": () => "run",
  "verdicts-doubts.of-round": ({ workload, target, round }: OfRound) =>
    `${workload} on ${target}, round ${round}`,
  "verdicts-doubts.of-cell": ({ workload, metric, target }: OfCell) =>
    `${workload} ${metric} on ${target}`,
};

interface FasterThanNative {
  readonly target: string;
  readonly slowdown: number;
  readonly metric: string;
}

interface OfCell {
  readonly workload: string;
  readonly metric: string;
  readonly target: string;
}

interface Noisy extends OfCell {
  readonly scatter: number;
  readonly usual: number;
}

interface OfRound {
  readonly workload: string;
  readonly target: string;
  readonly round: number;
}
