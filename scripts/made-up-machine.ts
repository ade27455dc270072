/** A machine that is not there, for targets of which nothing is measured: it needs no rights and no lock. */
import { hashJson } from "../bench/hash.ts";
import type { Facts, Image, Lack, Target, Workload } from "../bench/types.ts";
import { FAKE_TOOLS } from "../runners/fake/output.ts";
import type { Machine } from "./machine-port.ts";

const MADE_UP = "made up";

const IMAGE: Image = {
  digest: hashJson(MADE_UP),
  rootfs: "/nowhere",
  files: [],
  tools: FAKE_TOOLS.map((name) => ({
    name,
    hostPath: `/nowhere/${name}`,
    imagePath: `/nowhere/${name}`,
    sha256: hashJson([MADE_UP, name]),
  })),
  layers: [],
};

const FACTS: Facts = {
  CPU: "none (fake: made-up times)",
  OS: MADE_UP,
  kernel: MADE_UP,
  virtualization: MADE_UP,
  "Node.js": process.version,
};

export function madeUpMachine(targets: readonly Target[]): Machine {
  return {
    reserve: async () => ({ close: () => {} }),
    sweep: async () => {},
    pin: async () => {},
    open: async () => ({
      image: IMAGE,
      targets,
      busyLookMs: 0,
      timings: { read: () => ({}), save: () => {} },
      facts: async () => FACTS,
      version: async () => MADE_UP,
      problem,
      close: async () => [],
    }),
  };
}

function problem({ tools }: Workload): Lack | undefined {
  const known: readonly string[] = FAKE_TOOLS;
  const unknown = tools.filter((tool) => !known.includes(tool));
  if (unknown.length === 0) return undefined;
  return {
    reason: `a fake cannot make up what this prints: ${unknown.join(", ")}`,
    remedy: "choose the main workloads for it: --workloads main",
  };
}
