import { NEIGHBOUR } from "../methods/families.ts";
import { NEIGHBOURS, neighbourExperiment } from "../methods/neighbours.ts";

/** How late a service answers beside neighbours that do their worst. */
export const experiment = neighbourExperiment({
  id: "neighbour.requests",
  version: 3,
  title:
    "Noisy neighbours: how late a service answers 200 requests a second beside several kinds of them",
  family: NEIGHBOUR,
  victim: "requests",
  intervalMs: 5,
  notes: {
    shows:
      "how much later requests are answered, each with a connection of its own, by their p99 against that when undisturbed (`times-alone`), beside the same neighbours as in `neighbour.timer`; and which share of them has no answer (`lost`)",
    hides:
      "neighbours that are pinned apart: the clients need the other CPU; clients elsewhere. A service that cannot answer 200 requests a second, as an emulated one, is asked less often (`rate`)",
    published:
      "good responses lost: LXC beside a neighbour that uses its memory up 88%, its disk 9%, its network 2 to 10%, and with a fork bomb it did not finish (Xavier 2013); OpenVZ beside a sender 21%, beside a fork bomb 0.01%; Xen at most 1.7%, VMware none (Matthews 2007)",
  },
  noise: 0.5,
  rounds: { smoke: 1, quick: 2, standard: 6, thorough: 12 },
  params: {
    smoke: { operations: 20, neighbours: "network" },
    quick: { operations: 100, neighbours: NEIGHBOURS.onSameCpu },
    standard: { operations: 400, neighbours: NEIGHBOURS.onSameCpu },
    thorough: { operations: 1000, neighbours: NEIGHBOURS.onSameCpu },
  },
});
