/** How long the command line takes to say what it can do, and what can be measured here. */
import { medianOf } from "../../../bench/stats/summary.ts";
import { figure, type Measure } from "../figure.ts";
import { isotax } from "../isotax.ts";

const HELPS = 20;
const DOCTORS = 5;

export const measure: Measure = async (say, signal) => {
  const seconds = async (args: readonly string[], times: number) => {
    say(`isotax ${args.join(" ")}`);
    // The first one fills caches.
    await isotax(args, signal);
    const took: number[] = [];
    for (let time = 0; time < times; time++) took.push((await isotax(args, signal)).seconds);
    return medianOf(took);
  };
  return [
    figure({
      id: "help",
      value: await seconds(["--help"], HELPS),
      unit: "s",
      better: "lower",
      bound: 0.25,
      n: HELPS,
      about: "`isotax --help`, Node.js included; no peer says the same",
    }),
    figure({
      id: "doctor",
      value: await seconds(["doctor"], DOCTORS),
      unit: "s",
      better: "lower",
      bound: 3,
      n: DOCTORS,
      about: "`isotax doctor` of all targets, which starts a container of Podman; no peer",
    }),
  ];
};
