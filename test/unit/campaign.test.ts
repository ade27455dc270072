/** A campaign on a machine that is made up: what it asks of it, and what it tells. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { RunChoice } from "../../bench/campaign/choice.ts";
import type { CampaignEvent, Surroundings } from "../../bench/campaign/events.ts";
import type { Host, Machine } from "../../bench/campaign/machine.ts";
import { runCampaign } from "../../bench/campaign/run.ts";
import { setUp } from "../../bench/campaign/setup.ts";
import { rate } from "../../bench/measurement.ts";
import { verbatim } from "../../bench/messages.ts";
import { execExperiment } from "../../bench/methods/exec.ts";
import { CPU } from "../../bench/methods/families.ts";
import { rateMetric } from "../../bench/metrics.ts";
import { readRun } from "../../bench/store.ts";
import type { Image, Session, Target } from "../../bench/types.ts";
import { temporaryFolder } from "../support.ts";

const TOOL = { name: "busybox", hostPath: "/x", imagePath: "/bin/busybox", sha256: "abc" };
const IMAGE: Image = { digest: "d".repeat(64), rootfs: "/", files: [], tools: [TOOL], layers: [] };

/** Does next to nothing: how a campaign goes is what is looked at. */
const workload = execExperiment({
  id: "toy",
  version: 1,
  title: "Toy",
  family: CPU,
  tools: ["busybox"],
  scratchMiB: 0,
  seconds: () => 0.001,
  params: { smoke: {}, quick: {}, standard: {}, thorough: {} },
  notes: { shows: "", hides: "", published: "" },
  steps: () => [
    {
      name: "",
      metrics: [rateMetric("events")],
      command: { argv: [{ tool: "busybox" }] },
      parse: () => ({ measurements: [rate("events", 1000)], work: 1000 }),
    },
  ],
});

function sessionOf(): Session {
  const look = { sha256: ["abc"], cpus: 1, memoryBytes: 512 * 2 ** 20, heapBytes: 2 ** 28 };
  return {
    facts: {},
    lifecycle: [],
    exec: async ({ argv }) => ({
      stdout: argv.includes("look") ? JSON.stringify(look) : "6.1\nflags : fpu\n",
      exitCode: 0,
      hostNs: 1e6,
    }),
    serve: async () => {},
    stopServing: async () => {},
    load: async () => ({ stdout: "", stderr: "", exitCode: 0, hostNs: 1 }),
    roundTripNs: async () => 1000,
    clock: async () => {
      const now = performance.now() * 1e6;
      return { insideNs: now, askedNs: now, answeredNs: now };
    },
    hostCpu: () => undefined,
    footprint: () => undefined,
    usage: () => undefined,
    stderrTail: () => "",
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

function targetOf(id: string, problem?: string): Target {
  return {
    id,
    title: id,
    kind: "native",
    adds: "",
    rung: 0,
    below: [],
    warm: false,
    requires: [],
    lacks: {},
    probe: async () =>
      problem === undefined
        ? { ok: true, facts: {} }
        : { ok: false, reason: verbatim(problem), remedy: verbatim("mend it") },
    open: async () => sessionOf(),
    start: async () => ({ lifecycle: [], stdout: "", exitCode: 0 }),
    shipped: async () => [],
  };
}

/** `asked`: what was asked of the machine, in order. */
function made(change: { readonly host?: Partial<Host>; readonly machine?: Partial<Machine> } = {}) {
  const asked: string[] = [];
  const events: CampaignEvent[] = [];
  const controller = new AbortController();
  const floor = { channelNs: [1], floorNs: [1], singleNs: [1] };
  const machine: Machine = {
    image: async () => ({ image: IMAGE, built: false }),
    targets: async (ids) => ids.map((id) => targetOf(id, id === "broken" ? "not here" : undefined)),
    calibrate: async () => floor,
    busyLookMs: 0,
    timings: { read: () => ({}), save: () => {} },
    facts: async () => ({ CPU: "made up" }),
    versionOf: async () => "1.0",
    programVersions: async (names) => Object.fromEntries(names.map((name) => [name, "1.0"])),
    lackOf: () => undefined,
    toUnpack: () => [],
    unpack: async () => {},
    makeVmDisk: async () => {},
    killNow: () => {
      asked.push("kill");
    },
    close: async () => {
      asked.push("close");
      return [];
    },
    ...change.machine,
  };
  const host: Host = {
    lock: async () => {
      asked.push("lock");
      return { close: () => asked.push("unlock") };
    },
    sweep: async () => [],
    allowedCpus: () => [0, 1],
    divideCpus: () => ({ target: [1], harness: [0], facts: {}, warnings: [] }),
    moveHarness: async (cpus) => {
      asked.push(`move to ${cpus.join(",")}`);
    },
    bootId: () => "boot",
    packages: {
      mayFetch: true,
      missing: async () => [],
      ability: async () => ({ can: true }),
      install: async () => [],
    },
    begin: () => {
      asked.push("begin");
      return machine;
    },
    ...change.host,
  };
  const stopping = { signal: controller.signal, atOnce: () => {} };
  const around: Surroundings = {
    host,
    emit: (event: CampaignEvent) => events.push(event),
    stopping,
  };
  return { around, events, asked, controller, machine };
}

function choiceOf(targets: readonly string[]): RunChoice {
  return {
    profile: "smoke",
    rounds: 2,
    seed: 1,
    targets,
    workloads: [workload],
    cpus: 1,
    memoryMiB: 512,
    runId: "20260101-000000-0000",
    out: join(temporaryFolder(), "run"),
  };
}

function kinds(events: readonly CampaignEvent[]): readonly string[] {
  return events.map((event) =>
    event.kind.startsWith("step-") && "step" in event
      ? `${event.kind} ${event.step.name}`
      : event.kind,
  );
}

const PREPARED = [
  "swept",
  "step-begun image",
  "step-done image",
  "step-begun target",
  "step-done target",
];

describe("a campaign", () => {
  it("tells what it does, in order, and leaves a run folder", async () => {
    const { around, events, asked } = made();
    const choice = choiceOf(["native"]);
    expect(await runCampaign({ choice }, around)).toEqual({ completed: true });
    expect(kinds(events)).toEqual([
      ...PREPARED,
      "step-begun harness-floor",
      "step-done harness-floor",
      "planned",
      "cell-begun",
      "cell-ended",
      "cell-begun",
      "cell-ended",
      "cells-over",
    ]);
    expect(asked).toEqual(["lock", "begin", "move to 0", "close", "move to 0,1", "unlock"]);
    const { run, records } = readRun(choice.out);
    expect(run).toMatchObject({ status: "complete", cpus: [1], host: { CPU: "made up" } });
    expect(records.map(({ outcome }) => outcome.status)).toEqual(["ok", "ok"]);
  });

  it("says how far it has come with each cell", async () => {
    const { around, events } = made();
    await runCampaign({ choice: choiceOf(["native"]) }, around);
    const done = events.flatMap((event) => ("position" in event ? event.position : []));
    expect(done.map(({ cellsDone }) => cellsDone)).toEqual([0, 1, 1, 2]);
    expect(done.every(({ cellsDue, rounds }) => cellsDue === 2 && rounds === 2)).toBe(true);
  });

  it("tells of no harness where nothing is measured", async () => {
    const { calibrate: _, ...machine } = made().machine;
    const { around, events } = made({ host: { begin: () => machine } });
    const choice = choiceOf(["native"]);
    expect(await runCampaign({ choice }, around)).toEqual({ completed: true });
    expect(kinds(events)).not.toContain("step-begun harness-floor");
    expect(readRun(choice.out).run.calibration).toEqual({});
  });

  it("goes on without a target that does not work, and tells its reason", async () => {
    const { around, events } = made();
    const choice = choiceOf(["native", "broken"]);
    await runCampaign({ choice }, around);
    const looks = events.flatMap((event) =>
      event.kind === "step-done" && event.result?.of === "target" ? event.result.look.state : [],
    );
    expect(looks[1]).toMatchObject({ id: "broken", ok: false, reason: verbatim("not here") });
    const { records } = readRun(choice.out);
    expect(records.filter(({ target }) => target === "broken")).toMatchObject([
      { outcome: { status: "unavailable", reason: verbatim("not here") } },
    ]);
  });

  it("stops after the cell in which it is interrupted, and can be gone on with", async () => {
    const { around, controller, asked } = made();
    const choice = choiceOf(["native"]);
    const emit = (event: CampaignEvent) => {
      if (event.kind === "cell-ended") controller.abort();
    };
    expect(await runCampaign({ choice }, { ...around, emit })).toEqual({ completed: false });
    expect(asked.slice(-3)).toEqual(["close", "move to 0,1", "unlock"]);
    const stored = readRun(choice.out);
    expect(stored.run.status).toBe("interrupted");
    expect(stored.records).toHaveLength(1);
    const again = made();
    expect(await runCampaign({ choice, stored }, again.around)).toEqual({ completed: true });
    expect(kinds(again.events)).not.toContain("step-begun harness-floor");
    expect(readRun(choice.out).records).toHaveLength(2);
  });

  it.each([
    ["image", { image: () => Promise.reject(new Error("no room")) }],
    ["targets", { targets: () => Promise.reject(new Error("no room")) }],
    ["floor", { calibrate: () => Promise.reject(new Error("no room")) }],
  ] as const)("leaves nothing behind where making it ready fails: %s", async (_, machine) => {
    const { around, asked } = made({ machine });
    const choice = choiceOf(["native"]);
    await expect(runCampaign({ choice }, around)).rejects.toThrow("no room");
    expect(asked.filter((what) => !what.startsWith("move"))).toEqual([
      "lock",
      "begin",
      "close",
      "unlock",
    ]);
    expect(existsSync(choice.out)).toBe(false);
  });

  it("tells what could not be removed, also after a failure", async () => {
    const { around, events } = made({
      machine: {
        close: async () => [verbatim("a mount")],
        image: () => Promise.reject(new Error("no room")),
      },
    });
    await expect(runCampaign({ choice: choiceOf(["native"]) }, around)).rejects.toThrow();
    expect(kinds(events).slice(-2)).toEqual(["step-failed image", "not-removed"]);
  });

  it("kills at once only while there is something to kill", async () => {
    const { around, asked } = made();
    const { stopping } = around;
    const emit = (event: CampaignEvent) => {
      if (event.kind === "cell-begun") stopping.atOnce();
    };
    stopping.atOnce();
    await runCampaign({ choice: choiceOf(["native"]) }, { ...around, emit });
    stopping.atOnce();
    expect(asked.filter((what) => what === "kill")).toHaveLength(2);
  });
});

describe("packages that are missing", () => {
  const missing = async () => [{ package: "fio", why: verbatim("disks") }];
  const packages = (more: Partial<Host["packages"]>) => ({
    host: { packages: { ...made().around.host.packages, missing, ...more } },
  });

  it.each([
    ["are installed", {}, ["packages-begun", "step-begun packages", "step-done packages"]],
    ["are told where the user wants none", { mayFetch: false }, ["packages-not-wanted"]],
    [
      "are told where they cannot be installed",
      { ability: async () => ({ can: false, reason: verbatim("no apt-get") }) },
      ["packages-not-possible"],
    ],
    [
      "are told where installing them fails",
      { install: async (names) => names },
      ["packages-begun", "step-begun packages", "step-done packages", "packages-failed"],
    ],
  ] as readonly [string, Partial<Host["packages"]>, readonly string[]][])(
    "%s",
    async (_, more, expected) => {
      const { around, events } = made(packages(more));
      await setUp(wanted([]), around);
      expect(kinds(events).filter((kind) => kind.includes("packages"))).toEqual(expected);
    },
  );
});

function wanted(targets: readonly string[]) {
  return {
    runId: "20260101-000000-0000",
    targets,
    workloads: [workload],
    extraTools: [],
    cpus: 1,
    memoryMiB: 512,
  };
}

describe("set-up", () => {
  it("does what a run does before it measures, and no more", async () => {
    const { around, events, asked } = made();
    await setUp(wanted(["native"]), around);
    expect(kinds(events)).toEqual(PREPARED);
    expect(asked).toEqual(["lock", "begin", "close", "unlock"]);
  });

  /** Of the targets `quick` and `long`; what `long` makes ahead takes until it is told to end. */
  function withLong(asked: string[], ends: Promise<void>) {
    const quick: Target = {
      ...targetOf("quick"),
      open: async () => {
        asked.push("open quick");
        return sessionOf();
      },
    };
    const long: Target = {
      ...targetOf("long"),
      open: async () => {
        asked.push("open long");
        return sessionOf();
      },
      ahead: async () => {
        asked.push("make long");
        await ends;
        asked.push("made long");
      },
    };
    return { machine: { targets: async () => [quick, long] } };
  }

  it("makes what takes long beside the looks, and ends after it", async () => {
    const asked: string[] = [];
    let isMade = () => {};
    const ends = new Promise<void>((resolve) => {
      isMade = resolve;
    });
    const setting = setUp(wanted(["quick", "long"]), made(withLong(asked, ends)).around).then(() =>
      asked.push("set up"),
    );
    await vi.waitFor(() => expect(asked).toContain("open long"));
    expect(asked).toEqual(["make long", "open quick", "open long"]);
    isMade();
    await setting;
    expect(asked.slice(3)).toEqual(["made long", "set up"]);
  });

  it("leaves it to the look to tell of what could not be made ahead", async () => {
    const asked: string[] = [];
    const failing = Promise.reject(new Error("no mirror"));
    failing.catch(() => {});
    const states = await setUp(wanted([]), made(withLong(asked, failing)).around);
    expect(states.map(({ ok }) => ok)).toEqual([true, true]);
    expect(asked).toEqual(["make long", "open quick", "open long"]);
  });

  it("makes ready, and does not open, what is not to be opened", async () => {
    const asked: string[] = [];
    const opens = ({ id }: Target) => id === "quick";
    const machine = withLong(asked, Promise.resolve());
    const states = await setUp({ ...wanted([]), opens }, made(machine).around);
    expect(asked).not.toContain("open long");
    expect(asked).toContain("open quick");
    expect(asked).toContain("made long");
    expect(states.map(({ ok }) => ok)).toEqual([true, true]);

    const failing = Promise.reject(new Error("no mirror"));
    failing.catch(() => {});
    const around = made(withLong(asked, failing)).around;
    const [, state] = await setUp({ ...wanted([]), opens }, around);
    expect(state).toMatchObject({ ok: false });
    expect(JSON.stringify(state)).toContain("no mirror");
  });

  it("installs nothing once it is interrupted", async () => {
    const { around, events, asked, controller } = made();
    controller.abort();
    await expect(setUp(wanted(["native"]), around)).rejects.toThrow();
    expect(kinds(events)).toEqual(["swept"]);
    expect(asked).toEqual(["lock", "unlock"]);
  });
});
