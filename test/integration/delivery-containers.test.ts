/** What Docker and crun get over a link: each format delivers the tree, and no fault leaves anything. */
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunnerError } from "../../bench/errors.ts";
import type { Command, DeliveredVersion, Image } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import type { Format, Store } from "../../runners/delivery/format.ts";
import { format as casync } from "../../runners/delivery/formats/crun-casync.ts";
import { format as oci } from "../../runners/delivery/formats/crun-oci.ts";
import { format as docker } from "../../runners/delivery/formats/docker-gzip.ts";
import { loadFormats } from "../../runners/delivery/found.ts";
import { GZIP } from "../../runners/delivery/gzip.ts";
import { lackOfFormat } from "../../runners/delivery/lack.ts";
import { type LayerName, VERSIONS } from "../../runners/delivery/layers.ts";
import { imageOf } from "../../runners/delivery/oci.ts";
import { packedIn } from "../../runners/delivery/packed.ts";
import { blobIn } from "../../runners/delivery/shelf.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { isAlive, run } from "../../runners/host/process.ts";
import { isToBeUnpacked, unpackServer } from "../../runners/images/servers.ts";
import { secludedPath } from "../../runners/kernel/seclusion.ts";
import { type Attempt, Trials, withFlipped } from "../delivering.ts";
import { leftOvers, MUST_RUN } from "../support.ts";

const FORMATS = [casync, oci, docker];
const lacks = FORMATS.flatMap((format) => lackOfFormat(format, { mbit: 1000, rttMs: 0 }) ?? []);
const possible = isRoot() && lacks.length === 0;
const CHANGES = ["first", "file-changed", "dependency-changed"] as const;
/** casync's chunks have 64 KiB on average. */
const MOST_CHUNK_BYTES = 4 * 65_536;
/** Fails where a file of the app's or the dependencies' cannot be found or read. */
const READ: Command = {
  argv: [
    { tool: "busybox" },
    "sh",
    "-c",
    [
      "set -e",
      "set -- $(/bin/busybox find /srv -type f)",
      // find goes on where a folder cannot be read.
      "[ $# = 400 ]",
      '/bin/busybox cat "$@" >/dev/null',
      "echo ready",
    ].join("\n"),
  ],
};

/** Says that it runs, and reads everything a second later. */
const EARLY: Command = {
  argv: [
    { tool: "busybox" },
    "sh",
    "-c",
    "echo ready; busybox sleep 1; busybox find /srv -type f -exec /bin/busybox cat {} + >/dev/null",
  ],
};

describe.skipIf(!(possible || MUST_RUN))("a delivery (needs root, dockerd, skopeo, casync)", () => {
  let trials: Trials;
  let context: RunContext;
  let image: Image;
  let signal: AbortSignal;

  beforeAll(async () => {
    trials = new Trials();
    ({ context, image, signal } = trials);
    for (const server of ["docker-registry", "nginx"]) {
      if (isToBeUnpacked(server)) await unpackServer(context, server);
    }
  });
  afterAll(async () => {
    const servers = await Promise.all([docker, casync].map((one) => one.serve(context, image)));
    expect(await context.close()).toEqual([]);
    for (const { leader } of servers) expect(isAlive(leader)).toBe(false);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  it("has these formats, beside Podman's and those of VMs", async () => {
    const formats = await loadFormats();
    const found = formats.filter(({ target }) => ["crun", "docker"].includes(target));
    expect(found).toEqual(FORMATS);
  });

  for (const format of [docker, oci]) {
    it(`of ${format.id} brings the whole tree, and the layers that have changed`, async () => {
      const seen = await trials.trees(format, CHANGES);
      const { layers } = await packedIn(context, image, GZIP);
      const sizeOf = (...names: readonly LayerName[]) =>
        names.reduce((sum, name) => sum + layers[name].descriptor.size, 0);
      const besides = (version: DeliveredVersion) => {
        const { config, manifest } = imageOf(VERSIONS[version].map((name) => layers[name]));
        return config.descriptor.size + manifest.descriptor.size;
      };
      const travels = (version: (typeof CHANGES)[number], ...names: readonly LayerName[]) => {
        const received = seen[version].receivedBytes;
        expect(received).toBeGreaterThan(sizeOf(...names));
        expect(received).toBeLessThanOrEqual(1.05 * (sizeOf(...names) + besides(version)));
      };
      travels("first", ...VERSIONS.first);
      travels("file-changed", "app-newer");
      // Docker knows a layer only on top of the same others.
      const above: readonly LayerName[] = format === docker ? ["app"] : [];
      travels("dependency-changed", "dependencies-newer", ...above);
      expect(seen.first.requests).toBeGreaterThanOrEqual(5);
      expect(seen.first.clientCpuNs).toBeGreaterThan(1e6);
      expect(seen.first.serverCpuNs).toBeGreaterThan(1e5);
      // Everything is written once at least, unpacked.
      expect(seen.first.writtenBytes).toBeGreaterThan(300 * 20_000);
    });
  }

  it("of crun-casync brings an index, and then the whole tree as it is read", async () => {
    const seen = await trials.trees(casync, CHANGES);
    const { storage } = await casync.serve(context, image);
    for (const [version, pulled] of Object.entries(seen)) {
      const { size } = statSync(join(storage, "casync", `${version}.caidx`));
      expect(pulled.receivedBytes).toBeGreaterThan(size);
      // What the root folder is in, and a little of what casync asks for next.
      expect(pulled.receivedBytes).toBeLessThan(1.1 * (size + 3 * MOST_CHUNK_BYTES));
      expect(pulled.requests).toBeGreaterThanOrEqual(2);
      expect(pulled.clientCpuNs).toBeGreaterThan(0);
      expect(pulled.serverCpuNs).toBeGreaterThan(0);
    }
  });

  it("of crun-casync has brought a part before the first line, and the rest while it reads", async () => {
    const delivery = await trials.open(casync);
    try {
      await delivery.pull("first", signal);
      const { receivedBytes, receivedByFirstLine } = await delivery.run("first", EARLY, signal);
      const { size } = statSync(join(image.rootfs, "bin/busybox"));
      expect(receivedByFirstLine).toBeGreaterThan(0.1 * size);
      expect(receivedByFirstLine).toBeLessThan(0.7 * receivedBytes);
    } finally {
      await delivery.close();
    }
  });

  it("of casync keeps the chunks of all versions once", async () => {
    const { storage } = await casync.serve(context, image);
    const chunks = readdirSync(join(storage, "casync/default.castr"), { recursive: true });
    const bytes = chunks.reduce((sum, name) => {
      const status = statSync(join(storage, "casync/default.castr", String(name)));
      return sum + (status.isFile() ? status.size : 0);
    }, 0);
    const { layers } = await packedIn(context, image, GZIP);
    const first = VERSIONS.first.reduce((sum, name) => sum + layers[name].descriptor.size, 0);
    // A changed file is a chunk or two of 64 KiB, and a dependency ten files.
    expect(bytes).toBeLessThan(1.1 * first + 20 * 65_536);
  });

  for (const format of [docker, oci]) {
    it(`of ${format.id} with other bytes than were promised fails, and the next does not`, async () => {
      const { storage } = await format.serve(context, image);
      const { layers } = await packedIn(context, image, GZIP);
      await withFlipped(blobIn(storage, layers.app.descriptor.digest), async () => {
        const error = await failing(format);
        expect(error.code).toBe("PULL_FAILED");
        expect(error.phase).toBe("pull");
        expect(error.stderrTail).toMatch(/digest/i);
      });
      await succeeding(format);
    });
  }

  it("of crun-casync with other bytes than were promised does not run, and the next does", async () => {
    const { storage } = await casync.serve(context, image);
    const shelf = join(storage, "casync");
    renameSync(shelf, `${shelf}.right`);
    try {
      cpSync(`${shelf}.right/`, shelf, { recursive: true, dereference: true });
      const error = await withFlipped(chunkOf(shelf, "first"), () => failing(casync));
      expect(error.code).toBe("DELIVERED_DOES_NOT_RUN");
      expect(error.phase).toBe("run");
    } finally {
      rmSync(shelf, { recursive: true });
      renameSync(`${shelf}.right`, shelf);
    }
    await succeeding(casync);
  });

  for (const [format, code] of [
    [docker, "PULL_FAILED"],
    [oci, "PULL_FAILED"],
    [casync, "DELIVERED_DOES_NOT_RUN"],
  ] as const) {
    it(`of ${format.id} fails if the server dies meanwhile, and the next has a new one`, async () => {
      const { leader, requests } = await format.serve(context, image);
      const asked = requests();
      const broken = failing(format, { mbit: 10 });
      // The chunks, or the layers, are after a few others.
      await expect.poll(() => requests() > asked + 1, { timeout: 60_000 }).toBe(true);
      await sleep(500);
      process.kill(leader.pid, "SIGKILL");
      const error = await broken;
      expect(error.code).toBe(code);
      await expect.poll(() => isAlive(leader)).toBe(false);
      await succeeding(format);
      expect((await format.serve(context, image)).leader.pid).not.toBe(leader.pid);
    });
  }

  for (const [format, folder, code] of [
    // Docker's own folders are there already. One is its links' place.
    [docker, "store/overlay2", "PULL_FAILED"],
    [oci, "root-1", "PULL_FAILED"],
    [casync, "temporary", "DELIVERED_DOES_NOT_RUN"],
  ] as const) {
    it(`of ${format.id} onto a disk that is too small fails, and leaves nothing`, async () => {
      const openStore: Format["openStore"] = async (order) => {
        const store = await format.openStore(order);
        await fill(store, folder, format === docker ? ["l"] : []);
        return store;
      };
      const error = await failing({ ...format, openStore });
      expect(error.code).toBe(code);
      if (format !== casync) expect(error.stderrTail).toMatch(/no space left on device/);
      expect(trials.opened()).toEqual([]);
      await succeeding(format);
    });
  }

  for (const format of FORMATS) {
    it(`of ${format.id} ends with what runs in it`, async () => {
      const delivery = await trials.open(format);
      try {
        await delivery.pull("first", signal);
        const abort = new AbortController();
        const words = ["sh", "-c", "echo ready; exec /bin/busybox sleep 1000"];
        const command: Command = { argv: [{ tool: "busybox" }, ...words] };
        const running = delivery.run("first", command, abort.signal);
        setTimeout(() => abort.abort(), 2000);
        await expect(running).rejects.toMatchObject({ code: "TOOL_KILLED" });
      } finally {
        await delivery.close();
      }
      expect(trials.opened()).toEqual([]);
    });
  }

  /** Mounts something small on a folder of a store. */
  async function fill(store: Store, name: string, below: readonly string[]): Promise<void> {
    const folder = secludedPath(context, join(store.folder, name));
    const script =
      'mkdir -p "$1" && mount -t tmpfs -o size=1m tmpfs "$1" && cd "$1" && shift && if [ $# != 0 ]; then mkdir "$@"; fi';
    const enter = ["nsenter", "--target", String(store.namespace), "--mount"];
    await run([...enter, "sh", "-c", script, "sh", folder, ...below]);
  }

  /** Pulls and reads the first version, which must fail. */
  function failing(format: Format, attempt: Attempt = {}): Promise<RunnerError> {
    return trials.failing(format, { ...attempt, command: READ });
  }

  function succeeding(format: Format): Promise<void> {
    return trials.succeeding(format, { command: READ });
  }

  /** The file of the chunk in the middle of a version's archive. */
  function chunkOf(shelf: string, version: DeliveredVersion): string {
    const index = readFileSync(join(shelf, `${version}.caidx`));
    // Two headers of 64 bytes, then entries of 40: an offset, and the chunk's id.
    const entry = 64 + 40 * Math.floor((index.length - 64) / 40 / 2);
    const id = index.subarray(entry + 8, entry + 40).toString("hex");
    return join(shelf, "default.castr", id.slice(0, 4), `${id}.cacnk`);
  }
});
