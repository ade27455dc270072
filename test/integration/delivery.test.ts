/** Images that are delivered over a link: each format delivers the tree, and no fault leaves anything. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunnerError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import type { Command, DeliveredVersion, Delivery, Image } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { openDelivery } from "../../runners/delivery/delivery.ts";
import type { Format } from "../../runners/delivery/format.ts";
import { formatsOf } from "../../runners/delivery/formats.ts";
import { filesOf, TIMES, VERSIONS } from "../../runners/delivery/layers.ts";
import { layLink } from "../../runners/delivery/link.ts";
import { imageOf } from "../../runners/delivery/oci.ts";
import { packedIn } from "../../runners/delivery/packed.ts";
import { registryOf } from "../../runners/delivery/registry.ts";
import { blobIn, stock } from "../../runners/delivery/shelf.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { isAlive, run, which } from "../../runners/host/process.ts";
import { isToBeUnpacked, locateTool, unpackServer } from "../../runners/images/servers.ts";
import { imageTool } from "../../runners/images/tools.ts";
import { holdNetwork, inNetworkOf } from "../../runners/network/lab.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const possible = isRoot() && which("podman") !== undefined && which("tc") !== undefined;
const REGISTRY = "docker-registry";

/** Where an engine puts files and folders of its own into a container. */
const ENGINES = ["proc", "sys", "dev", "run", "etc/hosts", "etc/hostname", "etc/resolv.conf"];
ENGINES.push("etc/mtab");

/** Prints the files inside: mode, time and hash, or where a link leads to. */
const LIST: Command = {
  argv: [
    { tool: "busybox" },
    "sh",
    "-c",
    [
      "cd /",
      `prune="${ENGINES.map((path) => `-path ./${path} -prune -o`).join(" ")}"`,
      "/bin/busybox find . $prune -type f -exec /bin/busybox sha256sum {} +",
      "/bin/busybox find . $prune -type f -exec /bin/busybox stat -c '%a %Y %n' {} +",
      "/bin/busybox find . -mindepth 1 $prune -type d -exec /bin/busybox stat -c '%a %n' {} +",
      "/bin/busybox find . $prune -type l -exec /bin/busybox stat -c '%N' {} +",
    ].join("\n"),
  ],
};

describe.skipIf(!(possible || MUST_RUN))("a delivery (needs root, podman and tc)", () => {
  const { signal } = new AbortController();
  const cpus = allowedCpus().slice(-1);
  let context: RunContext;
  let image: Image;
  let formats: readonly Format[];

  beforeAll(async () => {
    context = testContext(true);
    if (isToBeUnpacked(REGISTRY)) await unpackServer(context, REGISTRY);
    expect(locateTool(REGISTRY)).toBeDefined();
    image = smallImage(context.instanceFolder(context.instanceName("rootfs")).path);
    formats = await formatsOf("podman");
  });
  afterAll(async () => {
    const { leader } = await registryOf(context);
    expect(await context.close()).toEqual([]);
    expect(isAlive(leader)).toBe(false);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  function open(format: string, mbit: number): Promise<Delivery> {
    return openDelivery(context, "podman", { format, mbit, image, cpus });
  }

  function formatNamed(id: string): Format {
    const format = formats.find((one) => one.id === id);
    if (format === undefined) throw new Error(`no format ${id}`);
    return format;
  }

  it("has the formats of the target", () => {
    expect(formats.map(({ id }) => id)).toEqual(["podman-chunked", "podman-gzip", "podman-zstd"]);
  });

  for (const id of ["podman-gzip", "podman-zstd", "podman-chunked"]) {
    it(`of ${id} brings the whole tree, and what has changed`, { timeout: 300_000 }, async () => {
      const delivery = await open(id, 1000);
      const seen: Record<string, Awaited<ReturnType<Delivery["pull"]>>> = {};
      try {
        for (const version of ["first", "file-changed", "dependency-changed"] as const) {
          seen[version] = await delivery.pull(version, signal);
          const { stdout, hostNs } = await delivery.run(version, LIST, signal);
          expect(hostNs).toBeGreaterThan(0);
          const keepsTimes = id !== "podman-chunked";
          const lines = timed(stdout.split("\n"), keepsTimes);
          const expected = timed(expectedLines(image, version), keepsTimes);
          expect(differing(lines, expected)).toEqual([]);
          expect(hashOf(lines)).toBe(hashOf(expected));
        }
      } finally {
        await delivery.close();
      }
      const folders = readdirSync(context.workFolder).filter((name) => name.startsWith("delivery"));
      expect(folders).toEqual([]);
      const { layers } = await packedIn(context, image, formatNamed(id));
      const sizes = (version: DeliveredVersion) => {
        const { config, manifest } = imageOf(VERSIONS[version].map((name) => layers[name]));
        return config.descriptor.size + manifest.descriptor.size;
      };
      const cold = VERSIONS.first.reduce((sum, name) => sum + layers[name].descriptor.size, 0);
      expect(seen["first"]?.receivedBytes).toBeGreaterThan(cold);
      expect(seen["first"]?.requests).toBeGreaterThanOrEqual(5);
      const changed = seen["file-changed"]?.receivedBytes ?? Number.NaN;
      const app = layers["app-newer"].descriptor.size;
      // A table of contents is worth it here, and an archive travels whole.
      if (id === "podman-chunked") expect(changed).toBeLessThan(3 * 20_000);
      else {
        expect(changed).toBeGreaterThan(app);
        expect(changed).toBeLessThanOrEqual(1.05 * (app + sizes("file-changed")));
      }
    });
  }

  it("is paced by the link", { timeout: 120_000 }, async () => {
    const registry = await registryOf(context);
    const holder = await holdNetwork(context);
    try {
      const link = await layLink(context, { client: holder.pid, server: registry.namespace });
      await link.shape(100);
      const { layers } = await packedIn(context, image, formatNamed("podman-gzip"));
      const { digest, size } = layers.app.descriptor;
      const url = `http://${link.server}:${registry.port}/v2/podman-gzip/blobs/${digest}`;
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
      expect((receivedBytes * 8) / seconds).toBeLessThan(101e6);
      await expect.poll(() => registry.requests() - before).toBe(1);
      expect(link.mtu).toBe(1500);
    } finally {
      await holder.stop();
    }
  });

  it("of other bytes than were promised fails, and the next one does not", async () => {
    const registry = await registryOf(context);
    const { layers } = await packedIn(context, image, formatNamed("podman-gzip"));
    const blob = blobIn(registry.storage, layers.app.descriptor.digest);
    const bytes = readFileSync(blob);
    renameSync(blob, `${blob}.right`);
    try {
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      // A new file: the right one is linked to the cache.
      writeFileSync(blob, bytes);
      const error = await failing("podman-gzip", 1000);
      expect(error.code).toBe("PULL_FAILED");
      expect(error.phase).toBe("pull");
      expect(error.stderrTail).toMatch(/digest/i);
    } finally {
      renameSync(`${blob}.right`, blob);
    }
    await succeeding("podman-gzip");
  });

  it("fails if the registry dies meanwhile, and the next one has a new registry", async () => {
    const registry = await registryOf(context);
    const pulling = failing("podman-gzip", 10);
    const asked = registry.requests();
    await expect.poll(() => registry.requests() > asked, { timeout: 30_000 }).toBe(true);
    await sleep(500);
    process.kill(registry.leader.pid, "SIGKILL");
    const error = await pulling;
    expect(error.code).toBe("PULL_FAILED");
    expect(error.phase).toBe("pull");
    await succeeding("podman-gzip");
    expect((await registryOf(context)).leader.pid).not.toBe(registry.leader.pid);
  });

  it("onto a disk that is too small fails, and leaves nothing", async () => {
    const registry = await registryOf(context);
    const store = await formatNamed("podman-gzip").openStore(context);
    try {
      const packed = await packedIn(context, image, formatNamed("podman-gzip"));
      await stock(registry, "podman-gzip", packed);
      const link = await layLink(context, { client: store.namespace, server: registry.namespace });
      const inside = (path: string) => `/run/isotax${path.slice(context.cache.length)}`;
      const small = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs"];
      await store.start([...small, inside(join(store.folder, "store"))], {});
      const from = { link, port: registry.port };
      const words = store.pull(from, { format: "podman-gzip", version: "first" });
      const { exitCode, stderr } = await store.start(words, {});
      expect(exitCode).toBe(125);
      expect(stderr).toMatch(/no space left on device/);
    } finally {
      await store.close();
    }
    expect(existsSync(store.folder)).toBe(false);
    await succeeding("podman-gzip");
  });

  async function failing(format: string, mbit: number): Promise<RunnerError> {
    const delivery = await open(format, mbit);
    try {
      await delivery.pull("first", signal);
    } catch (error) {
      if (error instanceof RunnerError) return error;
      throw error;
    } finally {
      await delivery.close();
    }
    throw new Error("the pull did not fail");
  }

  async function succeeding(format: string): Promise<void> {
    const delivery = await open(format, 1000);
    try {
      await delivery.pull("first", signal);
      const echo = { argv: [{ tool: "busybox" }, "echo", "ready"] };
      expect((await delivery.run("first", echo, signal)).stdout).toBe("ready\n");
    } finally {
      await delivery.close();
    }
  }
});

/** A base that has what archives may lose: rights, links, empty folders and empty files. */
function smallImage(rootfs: string): Image {
  const busybox = imageTool("busybox");
  if (busybox === undefined || !("path" in busybox)) throw new Error("no busybox");
  for (const folder of ["bin", "etc", "usr/lib/deep/er", "var/empty", "tmp"]) {
    makeFolder(join(rootfs, folder));
  }
  const put = (name: string, content: string | Buffer, mode: number) => {
    writeFileSync(join(rootfs, name), content);
    chmodSync(join(rootfs, name), mode);
  };
  put("bin/busybox", readFileSync(busybox.path), 0o755);
  put("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n", 0o644);
  put("usr/lib/deep/secret", "secret", 0o600);
  put("usr/lib/deep/raised", "raised", 0o4755);
  put("usr/lib/deep/none", "", 0o444);
  symlinkSync("../bin/busybox", join(rootfs, "etc/link"));
  chmodSync(join(rootfs, "tmp"), 0o1777);
  const digest = hashOf(expectedLines({ rootfs }, "base"));
  const tool = { name: "busybox", imagePath: "/bin/busybox", hostPath: busybox.path, sha256: "" };
  return { digest, rootfs, files: [], tools: [tool], layers: [] };
}

/** Podman 4.3 gives files of zstd:chunked the time of the pull. Newer ones may do as all others. */
function timed(lines: readonly string[], keepsTimes: boolean): readonly string[] {
  const some = lines.filter((line) => line !== "");
  return keepsTimes ? some : some.map((line) => line.replace(/^(\d+) \d+ /, "$1 "));
}

function hashOf(lines: readonly string[]): string {
  return sha256([...lines].sort().join("\n"));
}

/** The lines that only one of them has. */
function differing(some: readonly string[], others: readonly string[]): readonly string[] {
  const [mine, theirs] = [new Set(some), new Set(others)];
  return [
    ...some.filter((line) => !theirs.has(line)).map((line) => `delivered: ${line}`),
    ...others.filter((line) => !mine.has(line)).map((line) => `source: ${line}`),
  ];
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What `LIST` must print in a version, from its sources. */
function expectedLines(
  { rootfs }: Pick<Image, "rootfs">,
  version: DeliveredVersion,
): readonly string[] {
  const lines: string[] = [];
  for (const name of readdirSync(rootfs, { recursive: true, encoding: "utf8" })) {
    if (ENGINES.some((path) => name === path || name.startsWith(`${path}/`))) continue;
    const status = lstatSync(join(rootfs, name));
    if (status.isSymbolicLink()) lines.push(`'./${name}' -> '${readlinkSync(join(rootfs, name))}'`);
    const mode = (status.mode & 0o7777).toString(8);
    if (status.isDirectory()) lines.push(`${mode} ./${name}`);
    if (!status.isFile()) continue;
    lines.push(`${sha256(readFileSync(join(rootfs, name)))}  ./${name}`);
    lines.push(`${mode} ${TIMES.older} ./${name}`);
  }
  for (const layer of VERSIONS[version]) {
    if (layer === "base") continue;
    for (const { path, text, newer } of filesOf(layer)) {
      lines.push(`${sha256(text)}  ./${path}`);
      lines.push(`644 ${newer ? TIMES.newer : TIMES.older} ./${path}`);
      for (let one = dirname(path); one !== "."; one = dirname(one)) lines.push(`755 ./${one}`);
    }
  }
  return [...new Set(lines)];
}
