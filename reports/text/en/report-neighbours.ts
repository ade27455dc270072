/** Victims beside noisy neighbours. */
export const reportNeighbours = {
  "report-neighbours.title": () => "Noisy neighbours",
  "report-neighbours.explained": () =>
    "How many times as late the victim is as when alone, by its p99: beside another instance of the " +
    "same target that does nothing (idle) or its worst, and afterwards. The small figure is what the " +
    "neighbour gets done, in turns a second: where the victim is well and the neighbour does little, " +
    "it was strangled, not isolated. A cell has a colour if its interval leaves out 1; of twenty such " +
    "cells one has by chance.",
  "report-neighbours.caption": () => "p99 against that when alone",
  "report-neighbours.gain": ({ rate }: { rate: string }) => `(${rate})`,
};
