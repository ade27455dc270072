/** Victims beside noisy neighbours. */
export const reportNeighbours = {
  "report-neighbours.title": () => "Noisy neighbours",
  "report-neighbours.explained": () =>
    "A victim works at a fixed rate, beside another instance of the same target that does nothing " +
    "(idle) or its worst. The factor is its p99 against that when undisturbed (alone, beside an idle " +
    "one, and after all of them). The small figure is the " +
    "neighbour's own work, in turns a second: if the victim is well and the neighbour does little, " +
    "the neighbour was strangled, not isolated. One that is pinned apart has a CPU of its own. A cell has a colour if its interval leaves out 1. " +
    "The fewer the rounds, the more cells have one by chance.",
  "report-neighbours.lost": ({ share }: { share: string }) => `${share} not done`,
  "report-neighbours.not-survived": () => "the neighbour did not survive",
  "report-neighbours.caption": () => "p99 against that when undisturbed",
  "report-neighbours.gain": ({ rate }: { rate: string }) => `(${rate})`,
};
