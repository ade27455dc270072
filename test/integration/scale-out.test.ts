/** A service that is scaled under a load, by real parts. */
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { observationProblem, observed } from "../../bench/check-records.ts";
import { experiment } from "../../bench/experiments/scale.out.ts";
import type { Image, Target } from "../../bench/types.ts";
import { tryDocker } from "../../runners/containers/docker/client.ts";
import { daemonOf } from "../../runners/containers/docker/daemon.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { isToBeUnpacked, unpackServer } from "../../runners/images/servers.ts";
import { loadTargets } from "../../runners/registry.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const { signal } = new AbortController();
const cpus = allowedCpus().slice(-1);
const params = { ...experiment.params.smoke, lowMs: 1000, highMs: 5000, afterMs: 3500 };

let context: RunContext;
let image: Image;
let targets: readonly Target[];

const possible = isRoot() && which("crun") !== undefined;
/** A daemon of the host's own gets no swarm. */
const ownDaemon = which("dockerd") !== undefined && !existsSync("/var/run/docker.sock");

describe.skipIf(!(possible || MUST_RUN))("a service that is scaled (needs root and crun)", () => {
  beforeAll(async () => {
    context = testContext(true);
    if (isToBeUnpacked("haproxy")) await unpackServer(context, "haproxy");
    ({ image } = await rootfsImage(context, [experiment]));
    targets = await loadTargets(context, ["crun", "docker"]);
  });
  afterAll(async () => {
    expect(await context.close()).toEqual([]);
    expect(context.ledger.live).toEqual([]);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  async function scaled(id: string, way: string) {
    const target = targets.find((one) => one.id === id) as Target;
    const subject = { id: `${id} ${way}`, roles: { target: id }, at: { way, pollMs: 0 } };
    const bench = { image, cpus, memoryMiB: 256, signal };
    const lab = new CellLab(bench, subject, new Map([[id, target]]));
    try {
      const found = observed(await experiment.run(lab, subject, params));
      const metrics = new Map(experiment.metrics(params, lab.size).map((one) => [one.id, one]));
      expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
      const checks = new Map(found.checks?.map((one) => [one.check, one]));
      expect(checks.get("scaled.only-loaded")).toMatchObject({ holds: "yes" });
      const of = new Map(found.measurements.map(({ metric, values }) => [metric, values[0] ?? 0]));
      const moments = ["crossed", "decided", "ready", "joined"].map((name) => of.get(name) ?? -1);
      expect(Math.min(...moments)).toBeGreaterThan(0);
      expect(moments).toEqual([...moments].sort((a, b) => a - b));
      // Once the load was low again, one instance went, as it had come.
      expect(of.get("gone")).toBeGreaterThan(of.get("left") ?? Number.POSITIVE_INFINITY);
      expect(of.get("lost")).toBe(0);
    } finally {
      await lab.close();
    }
  }

  it("gets another instance of crun, and gives it back", () => scaled("crun", "haproxy"));

  it.skipIf(!(ownDaemon || MUST_RUN))(
    "gets another task of Docker Swarm, and gives it back (needs dockerd and no daemon of the host)",
    async () => {
      await scaled("docker", "swarm-haproxy");
      const { host } = await daemonOf(context);
      const left = await tryDocker(host, ["ps", "--all", "--quiet"]);
      expect(left.stdout.trim()).toBe("");
    },
  );
});
