import { throughput } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { CPU } from "../methods/families.ts";
import type { WorkStep } from "../methods/steps.ts";
import { throughputMetric } from "../metrics.ts";
import { parseOpenssl } from "../tools/openssl.ts";

type P = { readonly seconds: number };

const BLOCK_BYTES = 16_384;

/** Ciphers that use the CPU's special instructions, if they can see that these are available. */
export const experiment = execExperiment<P>({
  id: "cpu.openssl",
  version: 1,
  title: "openssl speed: AES-256-GCM and SHA-256, blocks of 16 KiB",
  family: CPU,
  tools: ["openssl"],
  notes: {
    shows:
      "whether AES, SHA and vector instructions reach the inside: a VM that hides them is several times slower",
    hides: "the speed of ordinary integer code",
    published:
      "hidden CPU flags cost Linpack 55% in an untuned VM: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.03,
  scratchMiB: 0,
  params: {
    smoke: { seconds: 1 },
    quick: { seconds: 1 },
    standard: { seconds: 1 },
    thorough: { seconds: 8 },
  },
  seconds: (p) => 2 * p.seconds,
  steps: (p) => [
    step("aes-256-gcm", ["-evp", "aes-256-gcm"], p),
    step("sha256", ["-evp", "sha256"], p),
  ],
});

function step(name: string, words: readonly string[], p: P): WorkStep {
  const options = ["-mr", "-elapsed", "-seconds", String(p.seconds), "-bytes", String(BLOCK_BYTES)];
  return {
    name,
    metrics: [throughputMetric(name)],
    command: { argv: [{ tool: "openssl" }, "speed", ...options, ...words] },
    parse: (stdout) => {
      const rate = parseOpenssl(stdout);
      return { measurements: [throughput(name, rate)], work: rate * p.seconds };
    },
  };
}
