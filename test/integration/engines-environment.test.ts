/** Real engines where the caller's environment would lead them astray, and where a part of one dies. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Image, Target } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import { daemonOf } from "../../runners/containers/docker/daemon.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { identify } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { loadTargets } from "../../runners/registry.ts";
import { descendants, leftOvers, MUST_RUN, testContext } from "../support.ts";

/** For remote engines, other platforms, proxies and stores: what IDEs, CI systems and companies set. */
const MISLEADING = {
  ...{ DOCKER_CONTEXT: "isotax-none", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/none" },
  ...{ DOCKER_API_VERSION: "1.12", DOCKER_DEFAULT_PLATFORM: "linux/s390x" },
  ...{ DOCKER_CONTENT_TRUST: "1", DOCKER_CONFIG: "/none" },
  ...{ CONTAINER_HOST: "unix:///none/podman.sock", CONTAINER_CONNECTION: "isotax-none" },
  ...{ CONTAINERS_CONF: "/none/containers.conf", CONTAINERS_STORAGE_CONF: "/none/storage.conf" },
  ...{ CONTAINERS_CONF_OVERRIDE: "/none/override.conf", STORAGE_DRIVER: "zfs" },
  ...{ STORAGE_OPTS: "zfs.fsname=none", REGISTRY_AUTH_FILE: "/none/auth.json", TMPDIR: "/none" },
  ...{ http_proxy: "http://192.0.2.1:1", HTTPS_PROXY: "http://192.0.2.1:1" },
};

const never = new AbortController().signal;
const before = { ...process.env };
let context: RunContext;
let image: Image;
let targets: readonly Target[];

beforeAll(async () => {
  context = testContext(true);
  ({ image } = await rootfsImage(context));
  targets = await loadTargets(context);
  Object.assign(process.env, MISLEADING);
}, 60_000);
afterAll(async () => {
  process.env = before;
  await context.close();
  expect(context.ledger.live).toEqual([]);
  expect(leftOvers(context.options.runId)).toEqual([]);
}, 60_000);

/** What env(1) prints in a fresh container of this target. */
async function environmentIn(id: string): Promise<string> {
  const target = targets.find((one) => one.id === id) as Target;
  const spec = { cpus: allowedCpus().slice(-1), memoryMiB: 256, image, scratchMiB: 0 };
  const started = await target.start(spec, { argv: [{ tool: "busybox" }, "env"] }, never);
  expect(started.exitCode).toBe(0);
  return started.stdout;
}

async function lacks(id: string): Promise<string | undefined> {
  const probe = await targets.find((one) => one.id === id)?.probe(never);
  if (probe?.ok === true) return undefined;
  expect(MUST_RUN, `in CI ${id} must be ready: ${textOf(probe?.reason ?? "")}`).toBe(false);
  return probe === undefined ? "no such target" : textOf(probe.reason);
}

describe("an environment that means other engines", () => {
  it.each(["podman", "podman-warm", "docker", "docker-warm", "docker-api"])(
    "changes nothing for %s",
    { timeout: 120_000 },
    async (id) => {
      const reason = await lacks(id);
      if (reason !== undefined) return;
      const inside = await environmentIn(id);
      expect(inside).toContain("PATH=");
      expect(inside).not.toMatch(/proxy|none/i);
    },
  );
});

const own = isRoot() && !existsSync("/var/run/docker.sock");

describe.skipIf(!own)("a daemon of the run (needs root, and no daemon of the host's own)", () => {
  it("that has lost its containerd is replaced before the next start", {
    timeout: 120_000,
  }, async (test) => {
    const reason = await lacks("docker");
    if (reason !== undefined) return test.skip(reason);
    await environmentIn("docker");
    const first = await daemonOf(context);
    const containerd = descendants(first.pid).find(
      (pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "containerd",
    );
    expect(containerd).toBeGreaterThan(1);
    process.kill(containerd as number, "SIGKILL");
    // It is lost when it is gone: a signal takes a moment.
    await expect.poll(() => identify(containerd as number)).toBeUndefined();
    for (const id of ["docker", "docker-api", "docker-warm"]) await environmentIn(id);
    const second = await daemonOf(context);
    expect(second.pid).not.toBe(first.pid);
    expect(readdirSync("/proc")).not.toContain(String(first.pid));
  });
});
