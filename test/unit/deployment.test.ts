/** How services are deployed: what needs no machine. */
import { describe, expect, it } from "vitest";
import { UnavailableError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Target } from "../../bench/types.ts";
import type { Daemon } from "../../runners/containers/docker/daemon.ts";
import { initSwarm } from "../../runners/containers/docker/swarm.ts";
import type { RunContext } from "../../runners/context.ts";
import { configuration, frontsOf } from "../../runners/deployment/balancer-config.ts";
import { maskOf } from "../../runners/deployment/task-words.ts";
import { findingLibraries, namedIn } from "../../runners/images/libraries.ts";
import { loadOffers } from "../../runners/offers.ts";

describe("the ways of deploying", () => {
  const waysOn = async (target: Partial<Target>) =>
    (await loadOffers({} as RunContext))(target as Target).ways;

  it("are those of all targets, and Docker's own", async () => {
    expect(await waysOn({ id: "crun", kind: "runtime" })).toEqual(["haproxy", "stop-first"]);
    expect(await waysOn({ id: "docker", kind: "engine" })).toEqual([
      "haproxy",
      "stop-first",
      "swarm-haproxy",
      "swarm",
    ]);
    expect(await waysOn({ id: "docker-api", kind: "engine" })).toEqual(["haproxy", "stop-first"]);
  });

  it("are none on a target that is made up", async () => {
    expect(await waysOn({ id: "fake", kind: "fake" })).toBeUndefined();
  });
});

describe("HAProxy's configuration", () => {
  const fronts = frontsOf(["one", "two"]);
  const text = configuration("/run/short/haproxy1.sock", fronts);

  it("has a front and a backend for each service, at ports of their own", () => {
    expect(fronts["one"]?.port).not.toBe(fronts["two"]?.port);
    for (const [name, { address, port }] of Object.entries(fronts)) {
      expect(text).toContain(
        `frontend ${name}-front\nbind ${address}:${port}\ndefault_backend ${name}\nbackend ${name}\n`,
      );
    }
  });

  it("hides no failure", () => {
    expect(text).toMatch(/^retries 0$/m);
    expect(text).toMatch(/^no option redispatch$/m);
  });
});

it("a swarm is never made on a daemon that isotax did not start", async () => {
  const daemon: Daemon = {
    host: "unix:///nowhere/docker.sock",
    version: "20.10",
    storageDriver: "overlay2",
    cgroups: say("engines.unknown"),
    rootless: false,
    pid: process.pid,
    services: [],
    ownedBy: "the host",
    why: say("engines-docker.usual-socket"),
  };
  const made = initSwarm(daemon);
  await expect(made).rejects.toBeInstanceOf(UnavailableError);
  await expect(made).rejects.toMatchObject({ code: "NO_SWARM" });
});

it.each([
  [[0], "1"],
  [[1], "2"],
  [[0, 3, 4], "19"],
  [[64], "10000000000000000"],
])("CPUs %j have the mask %s", (cpus, mask) => {
  expect(maskOf(cpus)).toBe(mask);
});

describe("libraries beside a program", () => {
  it("are the packages that an installation would bring, and no other packages", () => {
    const simulation = [
      "NOTE: This is only a simulation!",
      "Inst liblua5.3-0 (5.3.6-2 Debian:12.15/oldstable [amd64])",
      "Inst libstdc++6 [12.2.0-14] (12.2.0-15 Debian:12.15/oldstable [amd64])",
      "Inst haproxy (2.6.12-1+deb12u4 Debian-Security:12/oldstable-security [amd64])",
      "Conf liblua5.3-0 (5.3.6-2 Debian:12.15/oldstable [amd64])",
    ].join("\n");
    expect(namedIn(simulation)).toEqual(["liblua5.3-0", "libstdc++6"]);
    expect(namedIn("")).toEqual([]);
  });

  it("are found by the program alone", () => {
    expect(findingLibraries("/a")).toEqual(["env", "LD_LIBRARY_PATH=/a/lib"]);
  });
});
