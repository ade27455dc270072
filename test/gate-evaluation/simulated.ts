/** What the simulator says of each host: `npm run bench:gate -- --simulate`. */
import { markdownTable, percent } from "./markdown.ts";
import { type SimulatedOutcome, simulate } from "./simulate.ts";
import { HOSTS } from "./simulator.ts";

const GATES = 250;
const COMMON = { gates: GATES, cells: 4, margin: 0.05, most: 120 } as const;

export function simulatedTable(): string {
  const head = [
    "host",
    "false alarms",
    "sees 10%",
    "alarms at the margin",
    "covered",
    "covered at 95%",
  ];
  const lines = HOSTS.map((host, index) => {
    const [same, ten, edge] = [0, 0.1, 0.05].map((effect) =>
      simulate(host, { ...COMMON, effect, seed: 1000 + index }),
    ) as [SimulatedOutcome, SimulatedOutcome, SimulatedOutcome];
    const all = [same, ten, edge];
    const sum = (of: (outcome: SimulatedOutcome) => number) =>
      all.reduce((n, one) => n + of(one), 0);
    const intervals = sum((one) => one.intervals);
    return [
      host.name,
      ...[same, ten, edge].map(({ verdicts }) => percent(verdicts.regressed / GATES)),
      percent(sum((one) => one.covered) / intervals),
      percent(sum((one) => one.coveredAtNominal) / intervals),
    ];
  });
  return `${markdownTable(head, lines).join("\n")}\n`;
}
