/** Services that are replaced under a load, by real parts; and replacements that fail. */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { observationProblem, observed } from "../../bench/check-records.ts";
import { RunnerError } from "../../bench/errors.ts";
import { experiment } from "../../bench/experiments/image.replace.ts";
import { type LoadRequest, openLoad, parseOpenLoad } from "../../bench/tools/open-load.ts";
import { versionedService } from "../../bench/tools/payload.ts";
import type { Command, Deployment, Image, Target } from "../../bench/types.ts";
import { tryDocker } from "../../runners/containers/docker/client.ts";
import { daemonOf } from "../../runners/containers/docker/daemon.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { isToBeUnpacked, locateTool, unpackServer } from "../../runners/images/servers.ts";
import { loadTargets } from "../../runners/registry.ts";
import { descendants, leftOvers, MUST_RUN, processName, testContext } from "../support.ts";

const { signal } = new AbortController();
const cpus = allowedCpus().slice(-1);
const params = { ...experiment.params.smoke, beforeMs: 1000, afterMs: 1000 };
const HAPROXY = "haproxy";
/** An answer that took longer came after a packet that TCP had to send again (RFC 6298: after 1 s). */
const RESENT_NS = 900e6;
/** Runs, and answers nobody. */
const SILENT: Command = { argv: [{ tool: "busybox" }, "sleep", "1000"] };
const ENDS: Command = { argv: [{ tool: "busybox" }, "false"] };

type Replacing = Deployment & { readonly replace: NonNullable<Deployment["replace"]> };

let context: RunContext;
let image: Image;
let targets: readonly Target[];

const possible = isRoot() && which("crun") !== undefined;
/** A daemon of the host's own gets no swarm. */
const ownDaemon = which("dockerd") !== undefined && !existsSync("/var/run/docker.sock");

describe.skipIf(!(possible || MUST_RUN))("services of a target (needs root and crun)", () => {
  beforeAll(async () => {
    context = testContext(true);
    if (isToBeUnpacked(HAPROXY)) await unpackServer(context, HAPROXY);
    expect(locateTool(HAPROXY)).toBeDefined();
    ({ image } = await rootfsImage(context, [experiment]));
    targets = await loadTargets(context, ["crun", "docker"]);
  });
  afterAll(async () => {
    expect(await context.close()).toEqual([]);
    expect(context.ledger.live).toEqual([]);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  function target(id: string): Target {
    return targets.find((one) => one.id === id) as Target;
  }

  /** What the experiment measures, by metric, and what it checks. */
  async function replaced(id: string, way: string) {
    const subject = { id: `${id} ${way}`, roles: { target: id }, at: { way } };
    const bench = { image, cpus, memoryMiB: 256, signal };
    const logs: string[] = [];
    const lab = new CellLab(bench, subject, new Map([[id, overheard(target(id), logs)]]));
    try {
      const found = observed(await experiment.run(lab, subject, params));
      const metrics = new Map(experiment.metrics(params, lab.size).map((one) => [one.id, one]));
      expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
      const of = Object.fromEntries(
        found.measurements.map(({ metric, values }) => [metric, values[0] ?? Number.NaN]),
      );
      const checks = new Map(found.checks?.map((one) => [one.check, one]));
      expect(checks.get("neighbours.same-processes")).toMatchObject({ holds: "yes" });
      expect(of["neighbours.failed"]).toBe(0);
      const { requests } = parseOpenLoad(logs.join(""));
      const isLate = ({ service, dueNs, endedNs, failure }: LoadRequest) =>
        service === "two" && failure === undefined && endedNs - dueNs > RESENT_NS;
      const all: Record<string, number> = { ...of, late: requests.filter(isLate).length };
      return all;
    } finally {
      await lab.close();
    }
  }

  /** The target, with a copy of what its clients print. */
  function overheard(one: Target, logs: string[]): Target {
    const deploy: Target["deploy"] = async (...order) => {
      const deployment = (await one.deploy?.(...order)) as Deployment;
      const load: Deployment["load"] = async (...words) => {
        const running = await deployment.load(...words);
        const stop: typeof running.stop = async (during) => {
          const result = await running.stop(during);
          logs.push(result.stdout);
          return result;
        };
        return { ...running, stop };
      };
      return { ...deployment, load };
    };
    return { ...one, deploy };
  }

  /** How many failures there must be if each request of the gap has failed, and no other. */
  function failuresIn({ gap = 0, rate = 0 }: Readonly<Record<string, number>>): number {
    return (gap / 1e9) * rate;
  }

  async function deployed(id: string, way: string, readyMs: number): Promise<Replacing> {
    const server = versionedService("v1");
    const services = { one: server, two: server, three: server };
    const spec = { cpus, memoryMiB: 256, image, scratchMiB: 0 };
    const deployment = await target(id).deploy?.({ way, services, readyMs }, spec, signal);
    if (deployment?.replace === undefined) throw new Error(`${id} replaces nothing`);
    return { ...deployment, replace: deployment.replace };
  }

  /** What is answered in half a second: VERSION INSTANCE of each service, or its failures. */
  async function answers({ fronts, load }: Deployment) {
    const running = await load(openLoad(fronts, { mostRate: 50, patienceMs: 2000 }), signal);
    await sleep(500);
    const { stdout, exitCode } = await running.stop(signal);
    expect(exitCode).toBe(0);
    const told = new Map<string, Set<string>>();
    for (const { service, by, failure } of parseOpenLoad(stdout).requests) {
      const known = told.get(service) ?? new Set();
      told.set(service, known.add(by ? `${by.version} ${by.instance}` : `${failure}`));
    }
    expect([...told.keys()].sort()).toEqual(["one", "three", "two"]);
    return Object.fromEntries([...told].map(([service, all]) => [service, [...all]]));
  }

  async function failing(work: Promise<unknown>): Promise<RunnerError> {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof RunnerError) return error;
    throw error ?? new Error("it did not fail");
  }

  const openInstances = () => descendants(process.pid).filter((pid) => processName(pid) === "node");

  it("gets a new version of one beside the old one, without a failure", async () => {
    const of = await replaced("crun", "haproxy");
    expect(of["failed"]).toBe(0);
    const { ready = 0, switched = 0, done = 0, replaced: all = 0, gap = 0 } = of;
    expect(ready).toBeGreaterThan(0);
    expect(switched).toBeGreaterThan(ready);
    expect(done).toBeGreaterThan(switched);
    expect(all).toBeGreaterThan(ready);
    // The interval between two requests.
    expect(gap).toBeGreaterThan(5e6);
  });

  it("fails clients for as long as a start takes if the old one is stopped first", async () => {
    const of = await replaced("crun", "stop-first");
    const { failed = 0, gap = 0, ready = 0, replaced: all = 0 } = of;
    expect(failed).toBeGreaterThan(0);
    expect(Math.abs(failed - failuresIn(of))).toBeLessThan(5 + 0.2 * failuresIn(of));
    expect(all).toBeGreaterThan(ready);
    expect(gap).toBeGreaterThan(ready / 2);
  });

  it("goes on with the old one where the new one never answers", async () => {
    const deployment = await deployed("crun", "haproxy", 2000);
    try {
      const before = await answers(deployment);
      const open = openInstances().length;
      expect(open).toBe(3);
      const error = await failing(deployment.replace("two", SILENT, signal));
      expect([error.code, error.phase]).toEqual(["NO_ANSWER", "ready"]);
      expect(await answers(deployment)).toEqual(before);
      expect(Object.values(before).flat().length).toBe(3);
      expect(openInstances().length).toBe(open);
      await deployment.replace("two", versionedService("v2"), signal);
      const { two = [], ...others } = await answers(deployment);
      expect(two.join()).toMatch(/^v2 [\d-]+[\da-f]+$/);
      expect(others).toEqual({ one: before["one"], three: before["three"] });
    } finally {
      await deployment.close();
    }
  });

  it("leaves nothing if HAProxy dies, and a replacement then fails", async () => {
    const deployment = await deployed("crun", "haproxy", 30_000);
    try {
      const [balancer] = descendants(process.pid).filter((pid) => processName(pid) === HAPROXY);
      process.kill(balancer as number, "SIGKILL");
      const error = await failing(deployment.replace("two", versionedService("v2"), signal));
      expect([error.code, error.phase]).toEqual(["BALANCER_REFUSED", "replace"]);
      expect(await answers(deployment)).toMatchObject({ one: ["ECONNREFUSED"] });
    } finally {
      await deployment.close();
    }
    expect(openInstances()).toEqual([]);
  });

  it("leaves nothing of a deployment of which a service never answers", async () => {
    const services = { one: versionedService("v1"), two: SILENT };
    const order = { way: "haproxy", services, readyMs: 1500 };
    const spec = { cpus, memoryMiB: 256, image, scratchMiB: 0 };
    const error = await failing(target("crun").deploy?.(order, spec, signal) as Promise<unknown>);
    expect([error.code, error.phase]).toEqual(["NO_ANSWER", "ready"]);
    expect(openInstances()).toEqual([]);
  });

  describe.skipIf(!(ownDaemon || MUST_RUN))("in a swarm (needs Docker, and no daemon)", () => {
    it("gets a new version by Docker's own update, which stops first", async () => {
      const of = await replaced("docker", "swarm");
      const { failed = 0, late = 0, done = 0, replaced: all = 0 } = of;
      expect(failed).toBeGreaterThan(0);
      // Where nobody has the new task's address yet, a request's first packet is dropped. TCP sends it
      // again after a second, and the new version answers. All others of the gap fail.
      expect(Math.abs(failed + late - failuresIn(of))).toBeLessThan(5 + 0.2 * failuresIn(of));
      expect(done).toBeGreaterThan(all);
      await nothingIsLeft();
    });

    it("keeps its neighbours where the new version ends at once", async () => {
      const deployment = await deployed("docker", "swarm", 30_000);
      try {
        const { two: _, ...before } = await answers(deployment);
        const error = await failing(deployment.replace("two", ENDS, signal));
        expect([error.code, error.phase]).toEqual(["NOT_UPDATED", "replace"]);
        const { two, ...after } = await answers(deployment);
        expect(after).toEqual(before);
        expect(two?.join()).not.toMatch(/v1|v2/);
      } finally {
        await deployment.close();
      }
      await nothingIsLeft();
    });

    it("fails where the new version never answers, and leaves nothing", async () => {
      const deployment = await deployed("docker", "swarm", 3000);
      try {
        const error = await failing(deployment.replace("two", SILENT, signal));
        expect([error.code, error.phase]).toEqual(["NO_ANSWER", "ready"]);
      } finally {
        await deployment.close();
      }
      await nothingIsLeft();
    });

    it("uses the CPUs of the target alone", async () => {
      const deployment = await deployed("docker", "swarm", 30_000);
      try {
        const [name = ""] = await lines(["ps", "--format", "{{.Names}}", "--filter", "name=two"]);
        const inside = [
          "exec",
          name,
          "/bin/busybox",
          "grep",
          "Cpus_allowed_list",
          "/proc/1/status",
        ];
        expect((await lines(inside)).join()).toBe(`Cpus_allowed_list:\t${cpus.join(",")}`);
      } finally {
        await deployment.close();
      }
    });

    async function lines(words: readonly string[]): Promise<readonly string[]> {
      const { host } = await daemonOf(context);
      const { stdout, stderr, exitCode } = await tryDocker(host, words);
      expect([exitCode, stderr]).toEqual([0, ""]);
      return stdout.split("\n").filter((line) => line !== "");
    }

    async function nothingIsLeft(): Promise<void> {
      expect(await lines(["info", "--format", "{{.Swarm.LocalNodeState}}"])).toEqual(["inactive"]);
      expect(await lines(["ps", "--all", "--quiet"])).toEqual([]);
      const networks = await lines(["network", "ls", "--format", "{{.Name}}"]);
      expect([...networks].sort()).toEqual(["bridge", "host", "none"]);
    }
  });
});
