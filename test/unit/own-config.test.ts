/** Workloads that the configuration defines: what they become, and what is refused. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import { sameWorkloads } from "../../bench/campaign/resume.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type { Run } from "../../bench/schema.ts";
import { comparable } from "../../bench/stats/comparable.ts";
import type { Experiment, Params } from "../../bench/types.ts";
import type { Config as Published } from "../../bin/index.d.ts";
import { textOf } from "../../reports/text/message.ts";
import type { Config } from "../../scripts/config.ts";
import { checkedParams } from "../../scripts/confirm-run.ts";
import { knownWorkloads } from "../../scripts/known-workloads.ts";
import { readConfig } from "../../scripts/read-config.ts";
import { exampleRun } from "../golden/example.ts";
import { temporaryFolder } from "../support.ts";

const COMMAND = { id: "my.work", command: ["gzip", "-c", "{files}/a", "{scratch}"] };
const SERVER = {
  id: "my.server",
  server: ["./server", "--listen={address}:{port}"],
  clients: [{ command: ["./client", "{address}", "{port}"] }],
};
const METRIC = { id: "m", unit: "ms", better: "lower", regex: "(\\d+)" };
const SIZE = { cpus: 1, memoryMiB: 512 };

function written(...workloads: readonly unknown[]): string {
  const file = join(temporaryFolder(), "isotax.config.json");
  writeFileSync(file, JSON.stringify({ workloads }));
  return file;
}

interface Named {
  readonly id: string;
  readonly [key: string]: unknown;
}

async function known(file: string): Promise<readonly Experiment[]> {
  return knownWorkloads(await readConfig(file), file);
}

async function made(workload: Named): Promise<Experiment & { folder: string }> {
  const file = written(workload);
  const found = (await known(file)).find(({ id }) => id === workload.id);
  if (found === undefined) throw new Error(`${workload.id} is not known`);
  return { ...found, folder: dirname(file) };
}

async function refusal(...workloads: readonly unknown[]): Promise<string> {
  const error = await known(written(...workloads)).catch((thrown: unknown) => thrown);
  if (!(error instanceof IsotaxError)) throw new Error("it was taken");
  expect(error.code).toBe("BAD_CONFIG");
  return textOf(error.what);
}

describe("an own workload", () => {
  it("stands beside those of the catalogue, which stay as they are", async () => {
    const catalogue = await loadExperiments();
    const all = await known(written("cpu.node", COMMAND, SERVER));
    expect(all.filter(({ family }) => family !== "own")).toEqual(catalogue);
    expect(all.filter(({ family }) => family === "own").map(({ id }) => id)).toEqual([
      "my.work",
      "my.server",
    ]);
  });

  it("that is a command brings its program and files, and is timed", async () => {
    const work = {
      ...COMMAND,
      programs: ["tar"],
      files: ["a", { from: "/etc/hostname", to: "h" }],
    };
    const { folder, brings, tools, needs, metrics, params } = await made(work);
    expect(brings).toEqual({
      programs: [{ name: "gzip" }, { name: "tar" }],
      files: [
        { from: join(folder, "a"), to: "a" },
        { from: "/etc/hostname", to: "h" },
      ],
    });
    expect({ tools, needs }).toEqual({ tools: ["gzip", "tar"], needs: [] });
    expect(metrics(params.quick, SIZE)).toContainEqual(
      expect.objectContaining({ id: "time", unit: "ns", role: "headline", gated: true }),
    );
  });

  it("that is a server has clients outside, and needs a network", async () => {
    const { folder, brings, clients, needs } = await made(SERVER);
    expect(brings?.programs).toEqual([{ name: "./server", path: join(folder, "server") }]);
    expect(clients).toEqual([join(folder, "client")]);
    expect(needs).toEqual(["network"]);
  });

  it("has its metrics judged, and then its time is only shown", async () => {
    const { metrics, params } = await made({ ...COMMAND, metrics: [METRIC] });
    const roles = metrics(params.quick, SIZE).map(({ id, role, gated }) => [id, role, gated]);
    expect(roles.slice(0, 2)).toEqual([
      ["m", "headline", true],
      ["time", "detail", false],
    ]);
    const shown = await made({ ...COMMAND, metrics: [{ ...METRIC, better: "neither" }] });
    expect(
      shown
        .metrics(params.quick, SIZE)
        .filter(({ gated }) => gated)
        .map(({ id }) => id),
    ).toEqual(["time"]);
  });

  it("is the same work with another title, and other work with anything else", async () => {
    const definition = async (workload: Named) =>
      ((await made(workload)).params.quick as Params)["definition"];
    const plain = await definition(COMMAND);
    expect(plain).toMatch(/^[0-9a-f]{16}$/);
    expect(await definition({ ...COMMAND, title: "words" })).toBe(plain);
    for (const other of [{ command: ["gzip"] }, { scratch: 9 }, { metrics: [METRIC] }]) {
      expect(await definition({ ...COMMAND, ...other }), JSON.stringify(other)).not.toBe(plain);
    }
  });

  it("of a run folder is measured as the configuration defines it, or not at all", async () => {
    const run = (params: Params) => ({
      workloads: [{ id: "my.work", version: 1, title: "", family: "own", params, metrics: [] }],
    });
    const all = await known(written(COMMAND));
    const params = all.find(({ id }) => id === "my.work")?.params.quick ?? {};
    expect(checkedParams(run(params), all)).toEqual({ "my.work": params });
    expect(() => checkedParams(run({ definition: "0".repeat(16) }), all)).toThrow(
      "is now defined in another way",
    );
    const catalogue = await loadExperiments();
    expect(() => sameWorkloads(run(params) as never, catalogue)).toThrow("is not defined here");
  });
});

it("figures of a workload that is defined in another way are not compared", () => {
  const planned = (definition: string): Run => ({
    ...exampleRun(),
    workloads: [
      { id: "my.work", version: 1, title: "", family: "own", params: { definition }, metrics: [] },
    ],
  });
  const different = comparable(planned("aa"), planned("bb"), "my.work", "crun");
  expect(different.map(({ field, base, head }) => [textOf(field), base, head])).toEqual([
    ["the definition of my.work", "aa", "bb"],
  ]);
  expect(comparable(planned("aa"), planned("aa"), "my.work", "crun")).toEqual([]);
});

describe("a mistake in an own workload is named", () => {
  it.each<[string, object, string]>([
    [
      "a command as text",
      { command: "gzip -k a" },
      "workloads.0.command: expected a list of words",
    ],
    ["no command", { command: [] }, "workloads.0.command: "],
    ["a place as a program", { command: ["{files}/run"] }, "the first word must be a program"],
    [
      "a line end",
      { command: ["sh", "-c", "a\nb"] },
      "workloads.0.command.2: expected text without",
    ],
    ["neither kind", { command: undefined }, "expected either `command` or `server`"],
    ["both kinds", { server: ["x", "{port}"] }, "expected either `command` or `server`"],
    ["clients of a command", { clients: [{ command: ["x"] }] }, "only a workload with `server`"],
    ["an address of a command", { command: ["x", "{port}"] }, "{port} is only there"],
    ["an unknown key", { metric: [] }, 'workloads.0.metric: unknown key; did you mean "metrics"?'],
    ["a bad id", { id: "my work" }, "workloads.0.id: expected a letter"],
    ["an id of the catalogue", { id: "disk.fio" }, 'the id "disk.fio" is taken'],
    ["a family", { id: "disk" }, 'the id "disk" is taken'],
    ["the family of own ones", { id: "own" }, 'the id "own" is taken'],
    ["a word for several", { id: "all" }, 'the id "all" is taken'],
    ["a path out of the folder", { files: ["../secret"] }, "a path must stay in its folder"],
    ["a place out of the folder", { files: [{ from: "a", to: "../b" }] }, "a path must stay"],
    ["another absolute place", { files: [{ from: "/a", to: "/b" }] }, "a path must stay"],
    ["too long", { seconds: 301 }, "workloads.0.seconds: "],
  ])("%s", async (_what, change, words) => {
    expect(await refusal({ ...COMMAND, ...change })).toContain(words);
  });

  it.each<[string, object, string]>([
    [
      "neither regex nor path",
      { regex: undefined },
      "metrics.0: expected either regex or jsonpath",
    ],
    ["both", { jsonpath: "$" }, "expected either regex or jsonpath"],
    [
      "two groups",
      { regex: "(a)(b)" },
      "expected one group, which captures the value, and found 2",
    ],
    ["no group", { regex: "a" }, "and found 0"],
    ["no pattern", { regex: "(a" }, "not a regular expression"],
    ["a filter", { regex: undefined, jsonpath: "$[?(@.a)]" }, "filters are not supported"],
    ["a unit that is none", { unit: "parsecs" }, "workloads.0.metrics.0.unit: "],
    ["an id of ours", { id: "time" }, "none of time, first-answer, host-cpu"],
    ["an unknown key", { units: "s" }, 'metrics.0.units: unknown key; did you mean "unit"?'],
  ])("of a metric: %s", async (_what, change, words) => {
    expect(await refusal({ ...COMMAND, metrics: [{ ...METRIC, ...change }] })).toContain(words);
  });

  it.each<[string, object, string]>([
    ["no clients", { clients: undefined }, "clients: a server needs clients"],
    ["no port", { server: ["./server"] }, "a word must have {port}"],
    ["metrics", { metrics: [METRIC] }, "metrics: the metrics of a server are those of its clients"],
    ["clients without ids", { clients: [...SERVER.clients, ...SERVER.clients] }, "need an id each"],
  ])("of a server: %s", async (_what, change, words) => {
    expect(await refusal({ ...SERVER, ...change })).toContain(words);
  });

  it("the same id twice", async () => {
    expect(await refusal(COMMAND, COMMAND)).toContain('the id "my.work" is taken');
  });
});

it("an editor knows the configuration that is read", () => {
  expectTypeOf<Config>().toEqualTypeOf<Published>();
});
