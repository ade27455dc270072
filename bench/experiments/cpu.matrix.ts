import { rate } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { CPU } from "../methods/families.ts";
import { rateMetric } from "../metrics.ts";
import { parseStressNg, STRESS_NG_SCRATCH_MIB, stressNg } from "../tools/stress-ng.ts";

type P = { readonly seconds: number };

const METHOD = ["--matrix-method", "prod", "--matrix-size", "128"];

/** Products of matrices: floating point, in loops that compilers turn into vector code. */
export const experiment = execExperiment<P>({
  id: "cpu.matrix",
  version: 1,
  title: "stress-ng matrix: products of matrices of 128 x 128 floating-point numbers",
  family: CPU,
  tools: ["stress-ng", "busybox"],
  notes: {
    shows: "floating point and vector units",
    hides: "it is not Linpack: compare its operations per second only with themselves",
    published:
      "Linpack: about 0% in containers, -2% in a tuned VM: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.03,
  scratchMiB: STRESS_NG_SCRATCH_MIB,
  params: {
    smoke: { seconds: 1 },
    quick: { seconds: 1 },
    standard: { seconds: 2 },
    thorough: { seconds: 10 },
  },
  seconds: (p) => p.seconds,
  steps: (p) => [
    {
      name: "",
      metrics: [rateMetric("product")],
      command: stressNg("matrix", p.seconds, ...METHOD),
      parse: (stdout) => {
        const { rate: perSecond, operations } = parseStressNg("matrix", stdout);
        return { measurements: [rate("product", perSecond)], work: operations };
      },
    },
  ],
});
