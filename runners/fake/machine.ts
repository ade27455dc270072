/**
 * A machine that does not exist, for targets that are not measured. It needs no rights, no lock, no
 * packages, no image and no cache.
 */
import type { CpuDivision, Host, Machine, Packages } from "../../bench/campaign/machine.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { Experiment, Facts, Image, Lack } from "../../bench/types.ts";
import { loadMadeTargets } from "../registry.ts";
import { FAKE_TOOLS } from "./output.ts";

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
  CPU: say("fake.no-cpu"),
  OS: say("fake.made-up"),
  kernel: say("fake.made-up"),
  virtualization: say("fake.made-up"),
  "Node.js": process.version,
};

/** The last CPU is the harness's, which is not moved there. */
const CPUS: readonly number[] = Array.from({ length: 65 }, (_, cpu) => cpu);

const NO_PACKAGES: Packages = {
  mayFetch: false,
  missing: async () => [],
  ability: async () => ({ can: false, reason: say("fake.nothing-installed") }),
  install: async (names) => names,
};

const MACHINE: Machine = {
  image: async () => ({ image: IMAGE, built: false }),
  targets: async (ids) => (await loadMadeTargets(ids)) ?? [],
  busyLookMs: 0,
  timings: { read: () => ({}), save: () => {} },
  facts: async () => FACTS,
  versionOf: async () => MADE_UP,
  programVersions: async () => ({}),
  lackOf,
  toUnpack: () => [],
  unpack: async () => {},
  makeVmDisk: async () => {},
  killNow: () => {},
  close: async () => [],
};

export const MADE_UP_HOST: Host = {
  lock: async () => ({ close: () => {} }),
  sweep: async () => [],
  allowedCpus: () => CPUS,
  divideCpus,
  moveHarness: async () => {},
  bootId: () => MADE_UP,
  packages: NO_PACKAGES,
  begin: () => MACHINE,
};

function divideCpus(count: number): CpuDivision {
  const most = CPUS.length - 1;
  if (count > most) {
    throw new IsotaxError(
      "TOO_FEW_CPUS",
      say("fake.too-few-cpus", { wanted: count, most }),
      say("fake.use-fewer-cpus", { most }),
    );
  }
  return { target: CPUS.slice(0, count), harness: CPUS.slice(-1), facts: {}, warnings: [] };
}

function lackOf({ tools }: Experiment): Lack | undefined {
  const known: readonly string[] = FAKE_TOOLS;
  const unknown = tools.filter((tool) => !known.includes(tool));
  if (unknown.length === 0) return undefined;
  return {
    reason: say("fake.other-tools", { tools: unknown }),
    remedy: say("fake.choose-main"),
  };
}
