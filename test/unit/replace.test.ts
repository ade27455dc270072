/** image.replace with a made-up deployment, and its load against a real server. */

import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { failedOutcome } from "../../bench/campaign/execute.ts";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { UnavailableError } from "../../bench/errors.ts";
import { experiment } from "../../bench/experiments/image.replace.ts";
import { say } from "../../bench/messages.ts";
import {
  type Front,
  fittingRate,
  inTurns,
  openLoad,
  type Sent,
} from "../../bench/payload/open-load.ts";
import type {
  Deployment,
  DeploymentOrder,
  Image,
  Target,
  TargetIdentity,
} from "../../bench/types.ts";

const signal = new AbortController().signal;
const params = { ...experiment.params.smoke, beforeMs: 5, afterMs: 5 };
const MS = 1e6;

const usual = (_dueMs: number): Partial<Sent> => ({ by: { version: "v1", instance: "7-ab" } });

/** A deployment that is replaced 100 ms after the load began. `two`: how it answers at a time. */
function target(
  two: (dueMs: number) => Partial<Sent>,
  { exitCode = 0, breaks = false, neighbour = usual } = {},
) {
  const told: string[] = [];
  const fronts = { one: { address: "127.0.0.1", port: 1 } };
  const fromNs = 5n;
  const requests = Array.from({ length: 50 }, (_, index) => 5 * index).flatMap((dueMs) => {
    const times = { dueNs: dueMs * MS, sentNs: (dueMs + 1) * MS, endedNs: (dueMs + 2) * MS };
    const by = { version: "v1", instance: "7-ab" };
    return [
      { service: "one", ...times, by },
      { service: "two", ...times, ...two(dueMs) },
      { service: "three", ...times, ...neighbour(dueMs) },
    ];
  });
  const stdout = `loading\n${JSON.stringify({ fromNs: String(fromNs), rate: 50, requests })}\n`;
  const deploy = async ({ way, services }: DeploymentOrder): Promise<Deployment> => {
    told.push(way, ...Object.keys(services));
    return {
      fronts,
      load: async ({ argv }) => {
        told.push(argv.filter((word) => typeof word === "string").join(" "));
        return { stop: async () => ({ stdout, stderr: "", exitCode, hostNs: 1 }) };
      },
      replace: async (service, { argv }) => {
        if (breaks) throw new Error("no new instance");
        told.push(`${service} ${argv.at(-1)}`);
        return { decidedNs: fromNs + BigInt(100 * MS), steps: [{ step: "done", atNs: 60 * MS }] };
      },
      close: async () => void told.push("close"),
    };
  };
  return { told, fake: { id: "fake", deploy } as unknown as Target };
}

const by = (version: string) => ({ by: { version, instance: `7-${version}` } });
const smooth = (dueMs: number) => by(dueMs < 150 ? "v1" : "v2");

async function replace(fake: Target) {
  const subject = { id: "fake some", roles: { target: "fake" }, at: { way: "some" } };
  const bench = { image: {} as Image, cpus: [0], memoryMiB: 64, signal };
  const lab = new CellLab(bench, subject, new Map([["fake", fake]]));
  try {
    return { found: observed(await experiment.run(lab, subject, params)), lab };
  } finally {
    await lab.close();
  }
}

describe("image.replace", () => {
  it("replaces one of three services under a load, and closes", async () => {
    const { fake, told } = target(smooth);
    await replace(fake);
    const load = "load 50 2000 one=127.0.0.1:1";
    expect(told).toEqual(["some", "one", "two", "three", load, "two v2", "close"]);
  });

  it("observes what clients saw with the metrics that it declares", async () => {
    const { found, lab } = await replace(target(smooth).fake);
    const metrics = new Map(experiment.metrics(params, lab.size).map((one) => [one.id, one]));
    expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
    const of = (metric: string) =>
      (byMetric(found.measurements).get(metric) ?? []).flatMap(({ values }) => values);
    expect(of("replaced")).toEqual([52 * MS]);
    expect(of("failed")).toEqual([0]);
    expect(of("done")).toEqual([60 * MS]);
    expect(of("rate")).toEqual([50]);
    expect(of("neighbours.p99")).toEqual([2 * MS, 2 * MS]);
    expect(lab.timedNs).toBe(60 * MS);
    expect(found.checks?.map(({ check, holds }) => `${check} ${holds}`)).toEqual([
      "versions.own yes",
      "neighbours.same-processes yes",
      "load.on-time yes",
    ]);
  });

  it("says that a neighbour has another version, and minds no failed request", async () => {
    const holds = async (neighbour: (dueMs: number) => Partial<Sent>) => {
      const { found } = await replace(target(smooth, { neighbour }).fake);
      return found.checks?.find(({ check }) => check === "versions.own")?.holds;
    };
    expect(await holds((dueMs) => by(dueMs < 150 ? "v1" : "v2"))).toBe("no");
    expect(await holds((dueMs) => (dueMs === 200 ? { failure: "503" } : by("v1")))).toBe("yes");
  });

  it.each([
    ["FAILED_BEFORE", (dueMs: number) => (dueMs === 50 ? { failure: "503" } : smooth(dueMs))],
    ["NOT_REPLACED", () => by("v1")],
  ])("is no figure but a failure: %s", async (code, two) => {
    const { fake, told } = target(two);
    await expect(replace(fake)).rejects.toMatchObject({ code });
    expect(told.at(-1)).toBe("close");
  });

  it("fails with its clients, and with the deployment", async () => {
    const ended = target(smooth, { exitCode: 1 });
    await expect(replace(ended.fake)).rejects.toMatchObject({ code: "LOAD_FAILED", phase: "load" });
    const broken = target(smooth, { breaks: true });
    await expect(replace(broken.fake)).rejects.toThrow("no new instance");
    expect([ended.told.at(-1), broken.told.at(-1)]).toEqual(["close", "close"]);
  });

  it("is measured in each way of a target that a profile names, and on no other target", () => {
    const targets = [
      { id: "other" },
      { id: "some", ways: ["haproxy", "stop-first", "swarm"] },
    ] as unknown as TargetIdentity[];
    const planned = (profile: "smoke" | "quick" | "standard") =>
      experiment.subjects?.(targets, experiment.params[profile]).map(({ id }) => id);
    expect(planned("smoke")).toEqual(["some haproxy"]);
    expect(planned("quick")).toEqual(["some haproxy", "some swarm"]);
    expect(planned("standard")).toEqual(["some haproxy", "some stop-first", "some swarm"]);
  });

  it("is unavailable, not failed, where a way cannot be had", () => {
    const remedy = say("deployment.stop-daemon");
    const reason = say("deployment.no-swarm", { host: "unix:///a", by: say("engines.unknown") });
    const outcome = failedOutcome(new UnavailableError("NO_SWARM", reason, remedy));
    expect(outcome).toEqual({ status: "unavailable", reason, remedy });
  });
});

describe("an open loop", () => {
  async function listening(server: Server) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return { address: "127.0.0.1", port: (server.address() as AddressInfo).port };
  }

  /** Answers by the number of the connection, `delayMs` after it was asked. */
  async function answering(delayMs: number) {
    // On a busy host a second one may come before the first one has asked.
    const numbers = new Map<object, number>();
    const server = createServer(({ socket }, response) => {
      const instance = String(numbers.get(socket));
      const headers = { "x-isotax-version": "v1", "x-isotax-instance": instance };
      setTimeout(() => response.writeHead(200, headers).end("{}"), delayMs);
    });
    server.on("connection", (socket) => numbers.set(socket, numbers.size));
    return listening(server);
  }

  async function loaded(fronts: readonly Front[], forMs: number, patienceMs = 5000) {
    const stopped = new AbortController();
    const loading = openLoad(inTurns(fronts, 50), { patienceMs }, stopped.signal);
    await sleep(forMs);
    stopped.abort();
    return (await loading).requests;
  }

  it("asks on schedule while nobody answers, and waits for the answers at its end", async () => {
    const front = await answering(700);
    const requests = await loaded([{ service: "one", ...front }], 500);
    // A loop that waits for an answer would have sent one.
    expect(requests.length).toBeGreaterThan(10);
    expect(requests.map(({ dueNs }) => dueNs)).toEqual(requests.map((_, index) => index * 20 * MS));
    for (const { by: answered, dueNs, sentNs, endedNs } of requests) {
      expect(answered?.version).toBe("v1");
      expect(sentNs).toBeGreaterThanOrEqual(dueNs);
      expect(endedNs - sentNs).toBeGreaterThan(690 * MS);
    }
  });

  it("asks each service in turn, each time on a new connection", async () => {
    const [one, two] = [await answering(0), await answering(0)];
    const requests = await loaded(
      [
        { service: "one", ...one },
        { service: "two", ...two },
      ],
      400,
    );
    expect(requests.slice(0, 4).map(({ service }) => service)).toEqual([
      "one",
      "two",
      "one",
      "two",
    ]);
    const own = requests.filter(({ service }) => service === "one");
    expect(new Set(own.map((sent) => sent.by?.instance)).size).toBe(own.length);
  });

  it("tells failures by their kind", async () => {
    const closed = createTcpServer();
    const gone = await listening(closed);
    await new Promise((resolve) => closed.close(resolve));
    const cut = await listening(createTcpServer((socket) => socket.destroy()));
    const half = await listening(
      createTcpServer((socket) => {
        socket.on("error", () => {});
        socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
      }),
    );
    const down = await listening(createServer((_, response) => response.writeHead(503).end()));
    const other = await listening(createServer((_, response) => response.end("hello")));
    const silent = await answering(60_000);
    const fronts = Object.entries({ gone, cut, half, down, other, silent });
    const requests = await loaded(
      fronts.map(([service, front]) => ({ service, ...front })),
      100,
      300,
    );
    const failures = Object.fromEntries(requests.map(({ service, failure }) => [service, failure]));
    expect(failures).toEqual({
      gone: "ECONNREFUSED",
      cut: "ECONNRESET",
      half: expect.stringMatching(/^(?:cut off|ECONNRESET)$/),
      down: "503",
      other: "nameless",
      silent: "timeout",
    });
    expect(requests.every((sent) => sent.by === undefined)).toBe(true);
  });

  it("has the rate that was asked for, but where the services are slow", async () => {
    const [fast, slow] = [await answering(0), await answering(100)];
    const most = { mostRate: 5, patienceMs: 5000 };
    expect(await fittingRate([{ service: "one", ...fast }], most)).toBe(5);
    const rate = await fittingRate([{ service: "one", ...slow }], most);
    // They are busy for 0.3 of the time at most.
    expect(rate).toBeLessThanOrEqual(3);
    expect(rate).toBeGreaterThan(1);
  });
});
