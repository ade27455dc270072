/** Images that are delivered over a link: each format delivers the tree, and no fault leaves anything. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Command, DeliveredVersion, Image } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { format as chunkedFormat } from "../../runners/delivery/formats/podman-chunked.ts";
import { format as gzipFormat } from "../../runners/delivery/formats/podman-gzip.ts";
import { format as zstdFormat } from "../../runners/delivery/formats/podman-zstd.ts";
import { loadFormats } from "../../runners/delivery/found.ts";
import { VERSIONS } from "../../runners/delivery/layers.ts";
import { layLink } from "../../runners/delivery/link.ts";
import { imageOf } from "../../runners/delivery/oci.ts";
import { packedIn } from "../../runners/delivery/packed.ts";
import { registryOf } from "../../runners/delivery/registry.ts";
import { blobIn, stock } from "../../runners/delivery/shelf.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { isAlive, run, tryRun, which } from "../../runners/host/process.ts";
import { isToBeUnpacked, locateTool, unpackServer } from "../../runners/images/servers.ts";
import { holdNetwork, inNetworkOf } from "../../runners/network/lab.ts";
import { Trials, withFlipped } from "../delivering.ts";
import { leftOvers, MUST_RUN } from "../support.ts";

const possible = isRoot() && which("podman") !== undefined && which("tc") !== undefined;
const REGISTRY = "docker-registry";
const ECHO: Command = { argv: [{ tool: "busybox" }, "echo", "ready"] };

describe.skipIf(!(possible || MUST_RUN))("a delivery (needs root, podman and tc)", () => {
  let trials: Trials;
  let context: RunContext;
  let image: Image;
  let signal: AbortSignal;

  beforeAll(async () => {
    trials = new Trials();
    ({ context, image, signal } = trials);
    if (isToBeUnpacked(REGISTRY)) await unpackServer(context, REGISTRY);
    expect(locateTool(REGISTRY)).toBeDefined();
  });
  afterAll(async () => {
    const { leader } = await registryOf(context);
    expect(await context.close()).toEqual([]);
    expect(isAlive(leader)).toBe(false);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  it("has the formats of the target", async () => {
    const formats = (await loadFormats()).filter(({ target }) => target === "podman");
    expect(formats).toEqual([chunkedFormat, gzipFormat, zstdFormat]);
  });

  for (const format of [gzipFormat, zstdFormat, chunkedFormat]) {
    it(`of ${format.id} brings the whole tree, and what has changed`, {
      timeout: 300_000,
    }, async () => {
      const versions = ["first", "file-changed", "dependency-changed"] as const;
      const seen = await trials.trees(format, versions, {
        keepsTimes: format !== chunkedFormat,
      });
      const { layers } = await packedIn(context, image, format.packing);
      const sizes = (version: DeliveredVersion) => {
        const { config, manifest } = imageOf(VERSIONS[version].map((name) => layers[name]));
        return config.descriptor.size + manifest.descriptor.size;
      };
      const cold = VERSIONS.first.reduce((sum, name) => sum + layers[name].descriptor.size, 0);
      expect(seen.first.receivedBytes).toBeGreaterThan(cold);
      expect(seen.first.requests).toBeGreaterThanOrEqual(5);
      expect(seen.first.clientCpuNs).toBeGreaterThan(1e6);
      expect(seen.first.serverCpuNs).toBeGreaterThan(1e5);
      // Everything is written once at least, unpacked.
      expect(seen.first.writtenBytes).toBeGreaterThan(300 * 20_000);
      const changed = seen["file-changed"].receivedBytes;
      const app = layers["app-newer"].descriptor.size;
      // A table of contents is worth it here, and an archive travels whole.
      if (format === chunkedFormat) expect(changed).toBeLessThan(3 * 20_000);
      else {
        expect(changed).toBeGreaterThan(app);
        expect(changed).toBeLessThanOrEqual(1.05 * (app + sizes("file-changed")));
      }
    });
  }

  it.each([10, 100])("is paced by the link, at %d Mbit/s", { timeout: 120_000 }, async (mbit) => {
    const registry = await registryOf(context);
    const holder = await holdNetwork(context);
    try {
      const link = await layLink(context, { client: holder.pid, server: registry.namespace });
      await link.shape(mbit);
      const packed = await packedIn(context, image, gzipFormat.packing);
      await stock(registry, gzipFormat.packing.id, packed);
      const { layers } = packed;
      const { digest, size } = layers.app.descriptor;
      const url = `http://${link.server}:${registry.port}/v2/${gzipFormat.packing.id}/blobs/${digest}`;
      const before = registry.requests();
      const fetching = `fetch("${url}").then((answer) => answer.arrayBuffer()).then((all) => console.log(all.byteLength))`;
      const startMs = performance.now();
      const { stdout } = await run([
        ...inNetworkOf(holder.pid),
        process.execPath,
        "--eval",
        fetching,
      ]);
      const seconds = (performance.now() - startMs) / 1000;
      expect(Number(stdout)).toBe(size);
      const { receivedBytes, sentBytes } = await link.counted();
      expect(receivedBytes).toBeGreaterThan(1.02 * size);
      expect(receivedBytes).toBeLessThan(1.06 * size);
      expect(sentBytes).toBeGreaterThan(0);
      const rate = (receivedBytes * 8) / seconds;
      expect(rate).toBeLessThan(1.01e6 * mbit);
      // At this rate it takes four seconds, and the start of the program that fetches is little.
      if (mbit === 10) expect(rate).toBeGreaterThan(0.75e6 * mbit);
      await expect.poll(() => registry.requests() - before).toBe(1);
      expect(link.mtu).toBe(1500);
    } finally {
      await holder.stop();
    }
  });

  it("waits for the round trips of a link with a delay", { timeout: 120_000 }, async () => {
    const rttMs = 100;
    const of = async (ms: number) => {
      const delivery = await trials.open(gzipFormat, { rttMs: ms });
      try {
        const { hostNs } = await delivery.pull("base", signal);
        return { link: delivery.link, hostMs: hostNs / 1e6 };
      } finally {
        await delivery.close();
      }
    };
    const [without, delayed] = [await of(0), await of(rttMs)];
    expect(without.link).toMatchObject({ rttMs: 0, delay: "none" });
    expect(delayed.link.rttMs).toBe(rttMs);
    expect(["netem", "relay"]).toContain(delayed.link.delay);
    // A connection, the question for the version of the interface, a manifest, a layer.
    expect(delayed.hostMs - without.hostMs).toBeGreaterThan(4 * rttMs);
  });

  it("of other bytes than were promised fails, and the next one does not", async () => {
    const registry = await registryOf(context);
    const { layers } = await packedIn(context, image, gzipFormat.packing);
    const blob = blobIn(registry.storage, layers.app.descriptor.digest);
    const error = await withFlipped(blob, () => trials.failing(gzipFormat));
    expect(error.code).toBe("PULL_FAILED");
    expect(error.phase).toBe("pull");
    expect(error.stderrTail).toMatch(/digest/i);
    await trials.succeeding(gzipFormat, { command: ECHO });
  });

  it("fails if the registry dies meanwhile, and the next one has a new registry", async () => {
    const registry = await registryOf(context);
    const pulling = trials.failing(gzipFormat, { mbit: 10 });
    const asked = registry.requests();
    await expect.poll(() => registry.requests() > asked, { timeout: 30_000 }).toBe(true);
    await sleep(500);
    process.kill(registry.leader.pid, "SIGKILL");
    const error = await pulling;
    expect(error.code).toBe("PULL_FAILED");
    expect(error.phase).toBe("pull");
    await trials.succeeding(gzipFormat, { command: ECHO });
    expect((await registryOf(context)).leader.pid).not.toBe(registry.leader.pid);
  });

  it("onto a disk that is too small fails, and leaves nothing", async () => {
    const registry = await registryOf(context);
    const store = await gzipFormat.openStore({ ...trials.spec, context, image, join: [] });
    try {
      const packed = await packedIn(context, image, gzipFormat.packing);
      await stock(registry, gzipFormat.packing.id, packed);
      const link = await layLink(context, { client: store.namespace, server: registry.namespace });
      const inside = (path: string) => `/run/isotax${path.slice(context.cache.length)}`;
      const small = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs"];
      await tryRun([...store.enter, ...small, inside(join(store.folder, "store"))]);
      const from = { link, port: registry.port };
      const words = [...store.enter, ...store.pull(from, "first")];
      const { exitCode, stderr } = await tryRun(words, { env: store.env, onlyEnv: true });
      expect(exitCode).toBe(125);
      expect(stderr).toMatch(/no space left on device/);
    } finally {
      await store.close();
    }
    expect(existsSync(store.folder)).toBe(false);
    await trials.succeeding(gzipFormat, { command: ECHO });
  });
});
