import { throughput } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { CPU } from "../methods/families.ts";
import { throughputMetric } from "../metrics.ts";
import { parseZstd, zstdPasses } from "../tools/zstd.ts";

type P = { readonly milliseconds: number };

/** Compression in memory, with tables and matches that are larger than the first caches. */
export const experiment = execExperiment<P>({
  id: "cpu.compress",
  version: 1,
  title: "zstd -b3: compressing and restoring 10 MB in memory",
  family: CPU,
  tools: ["zstd", "busybox"],
  notes: {
    shows: "work with tables of some MB: caches and TLB as well as arithmetic",
    hides: "files: everything is in memory",
    published:
      "CPU work about 0% in containers, -2% in a tuned VM: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.05,
  scratchMiB: 0,
  params: {
    smoke: { milliseconds: 10 },
    quick: { milliseconds: 500 },
    standard: { milliseconds: 1000 },
    thorough: { milliseconds: 8000 },
  },
  seconds: (p) => p.milliseconds / 1000 + 0.1,
  steps: (p) => [
    {
      name: "",
      metrics: [throughputMetric("compress"), throughputMetric("restore")],
      command: zstdPasses(p.milliseconds),
      parse: (stdout) => {
        const { compress, restore, bytes } = parseZstd(stdout);
        const measurements = [
          throughput("compress", ...compress),
          throughput("restore", ...restore),
        ];
        return { measurements, work: bytes };
      },
    },
  ],
});
