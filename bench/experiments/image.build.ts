import { buildExperiment } from "../methods/build.ts";
import { inFamily } from "../methods/described.ts";
import { DELIVERY } from "../methods/families.ts";
import { latencyMetric } from "../metrics.ts";
import type { Built, Metric, Values } from "../types.ts";

const CASE = "case";
/** One row for each case: what they take does not add up to anything. */
const BY_CASE = { against: "none", gated: false, fold: { how: "curve", along: CASE } } as const;

const METRICS: readonly Metric[] = [
  latencyMetric("build", BY_CASE),
  latencyMetric("build.host-cpu", { ...BY_CASE, role: "detail" }),
  { ...BY_CASE, id: "made", unit: "bytes", better: "lower", role: "detail" },
];

/** For two builds, and for the looks at what they made. */
const SECONDS = 6;

/** The same files by each target's builder: at first, and after a change of one file. */
export const experiment = buildExperiment(
  {
    id: "image.build",
    version: 2,
    title: "Building an image: from nothing, and with one changed file",
    family: DELIVERY,
    notes: {
      shows:
        "what each target's own builder takes for the same files (12 programs and 300 texts, 7 MB), and how much of it layers save after one text has changed. crun has no builder, so isotax packs its layers. A VM's disk has no layers, so the changed file is written into a copy of the disk. `made` is what would have to be sent, compressed",
      hides:
        "commands that are executed in the image, and a base that is pulled first. Layers and disks are compressed when they are sent, which is not timed",
      published:
        "an image with MySQL: 129 s with Docker, 236 s with Vagrant: Sharma et al., Middleware 2016",
    },
    // Ten show a difference that is there, by the test of the claims. A build takes seconds.
    rounds: { smoke: 1, quick: 3, standard: 10, thorough: 10 },
  },
  {
    metrics: () => inFamily({ family: DELIVERY }, METRICS),
    seconds: () => SECONDS,
    run: async (lab) => {
      const workshop = await lab.workshop("target");
      const way = workshop.ways[0] ?? "usual";
      const cold = await workshop.build({ way, fresh: true });
      workshop.change();
      const changed = await workshop.build({ way, fresh: false });
      lab.worked(cold.hostNs + changed.hostNs);
      return [...observed("cold", cold), ...observed("changed", changed)];
    },
  },
);

function observed(name: string, { hostNs, cpuNs, newBytes }: Built): readonly Values[] {
  const value = (metric: string, one: number): Values => {
    return { metric, at: { [CASE]: name }, values: [one], clock: "host" };
  };
  return [
    value("build", hostNs),
    ...(cpuNs === undefined ? [] : [value("build.host-cpu", cpuNs)]),
    value("made", newBytes),
  ];
}
