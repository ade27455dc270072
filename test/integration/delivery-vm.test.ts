/** Disks that are delivered to VMs: each format delivers the tree, and no fault leaves anything. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Image } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { fileServerOf } from "../../runners/delivery/file-server.ts";
import type { Format } from "../../runners/delivery/format.ts";
import { format as backing } from "../../runners/delivery/formats/qemu-backing.ts";
import { format as casync } from "../../runners/delivery/formats/qemu-casync.ts";
import { format as http } from "../../runners/delivery/formats/qemu-http.ts";
import { format as qcow2 } from "../../runners/delivery/formats/qemu-qcow2.ts";
import { format as raw } from "../../runners/delivery/formats/qemu-raw.ts";
import { format as rsync } from "../../runners/delivery/formats/qemu-rsync.ts";
import { loadFormats } from "../../runners/delivery/found.ts";
import { lackOfFormat } from "../../runners/delivery/lack.ts";
import { layLink } from "../../runners/delivery/link.ts";
import type { Server } from "../../runners/delivery/server.ts";
import { bootFilesOf } from "../../runners/delivery/vm/boot-files.ts";
import { disksOf } from "../../runners/delivery/vm/disks.ts";
import { rsyncServerOf } from "../../runners/delivery/vm/rsync-server.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { isAlive, killGroup, tryRun } from "../../runners/host/process.ts";
import { isToBeUnpacked, unpackServer } from "../../runners/images/servers.ts";
import { LIST } from "../delivered.ts";
import { Trials, withBytes, withFlipped } from "../delivering.ts";
import { leftOvers, MUST_RUN } from "../support.ts";

const FORMATS = [backing, casync, http, qcow2, raw, rsync];
const possible =
  isRoot() &&
  FORMATS.every((format) => lackOfFormat(format, { mbit: 1000, rttMs: 0 }) === undefined);
const FILE_BYTES = 20_000;

describe.skipIf(!(possible || MUST_RUN))("a delivery to a VM (needs root, QEMU and tools)", () => {
  let trials: Trials;
  let context: RunContext;
  let image: Image;
  let signal: AbortSignal;

  beforeAll(async () => {
    trials = new Trials();
    ({ context, image, signal } = trials);
    if (isToBeUnpacked("nginx")) await unpackServer(context, "nginx");
  });
  afterAll(async () => {
    const servers = [await fileServerOf(context), await rsyncServerOf(context)];
    expect(await context.close()).toEqual([]);
    expect(servers.filter(({ leader }) => isAlive(leader))).toEqual([]);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  it("has the formats of the target, all of which can be had", async () => {
    const formats = (await loadFormats()).filter(({ target }) => target === "qemu-microvm");
    expect(formats).toEqual(FORMATS);
    expect(formats.map((format) => lackOfFormat(format, { mbit: 1000, rttMs: 0 }))).toEqual(
      formats.map(() => undefined),
    );
  });

  it("is of disks without faults", async () => {
    for (const disk of Object.values(await disksOf(context, image))) {
      expect(await tryRun(["e2fsck", "-f", "-n", disk])).toMatchObject({ exitCode: 0 });
    }
  });

  /** What the server has packed of a version, in bytes. */
  function packed({ storage }: Server, format: Format, file: string): number {
    return readFileSync(join(storage, format.id, file)).length;
  }

  /** What a changed file costs, in bytes received. Both bounds are of the disk of this test. */
  type Bounds = (server: Server) => readonly [number, number];
  const changed = new Map<Format, Bounds>([
    // The changed blocks, compressed, and tables of where they are. The list of files is small.
    [backing, () => [1000, FILE_BYTES]],
    // Chunks have 64 KiB on average and 256 at most: that of the file, of its inode, of the group.
    [casync, (server) => [packed(server, casync, "file-changed.caibx"), 20 * FILE_BYTES]],
    // Only the list: the rest is read while it runs.
    [http, () => [100, 2000]],
    [qcow2, (server) => whole(packed(server, qcow2, "file-changed.qcow2"))],
    [raw, (server) => whole(packed(server, raw, "file-changed.raw.zst"))],
    // The changed blocks of about 6 KB, compressed.
    [rsync, () => [1000, 2 * FILE_BYTES]],
  ]);

  /** Headers of frames are 4.6%, those of HTTP next to nothing. */
  function whole(bytes: number): readonly [number, number] {
    return [bytes, 1.06 * bytes];
  }

  it.each([...changed])(
    "of $id brings the whole tree, and what has changed",
    {
      timeout: 300_000,
    },
    async (format, bounds) => {
      const all = ["first", "file-changed", "dependency-changed"] as const;
      const seen = await trials.trees(format, format === backing ? all : all.slice(0, 2));
      const { sha256 } = await bootFilesOf(context);
      const { first, "file-changed": second } = seen;
      const server = await (format === rsync ? rsyncServerOf(context) : fileServerOf(context));
      const boot = Object.keys(sha256).map((file) => packed(server, format, file));
      expect(first.receivedBytes).toBeGreaterThan(boot.reduce((sum, bytes) => sum + bytes, 0));
      // The list, the kernel, the initramfs, and, unless it is read later, the disk.
      expect(first.requests).toBeGreaterThanOrEqual(format === http ? 3 : 4);
      expect(first.clientCpuNs).toBeGreaterThan(1e6);
      expect(first.serverCpuNs).toBeGreaterThan(1e5);
      const [least, most] = bounds(server);
      expect(second.receivedBytes).toBeGreaterThan(least);
      expect(second.receivedBytes).toBeLessThan(most);
    },
  );

  /** A file of each format that holds a part of the disk `first`. */
  const FLIPPED: readonly (readonly [Format, string])[] = [
    [backing, "first.qcow2.zst"],
    [casync, "first.caibx"],
    [qcow2, "first.qcow2"],
    [raw, "first.raw.zst"],
    [rsync, "first.raw"],
  ];

  it.each(FLIPPED)("of $id with another byte than was promised fails", async (format, name) => {
    const { storage } = await format.serve(context, image);
    await withFlipped(join(storage, format.id, name), async () => {
      const error = await trials.failing(format);
      expect(error).toMatchObject({ code: "PULL_FAILED", phase: "pull" });
      // What zstd unpacks has a checksum of its own.
      expect(error.stderrTail).toMatch(/the digest of what arrived is|doesn't match checksum/);
    });
    await trials.succeeding(format);
  });

  it.each([backing, raw])(
    "of $id with another whole file than was promised fails",
    async (format) => {
      const { storage } = await format.serve(context, image);
      const [name, other] = ["first", "file-changed"].map((version) =>
        join(storage, format.id, `${version}.${format === raw ? "raw" : "qcow2"}.zst`),
      ) as [string, string];
      await withBytes(name, readFileSync(other), async () => {
        const error = await trials.failing(format);
        expect(error).toMatchObject({ code: "PULL_FAILED", phase: "pull" });
        expect(error.stderrTail).toMatch(/first\.\w+\.zst: the digest of what arrived is/);
      });
    },
  );

  it("of chunks with another byte than was promised fails", async () => {
    const { storage } = await casync.serve(context, image);
    const shelf = join(storage, casync.id, "chunks.castr");
    const chunks = readdirSync(shelf, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".cacnk"))
      .map((name) => join(shelf, name));
    // Each chunk but one may be in other versions only: all of them are damaged.
    const damaged = chunks.reduce(
      (work: () => Promise<void>, chunk) => () => withFlipped(chunk, work),
      async () => {
        expect(await trials.failing(casync)).toMatchObject({ code: "PULL_FAILED", phase: "pull" });
      },
    );
    await damaged();
  });

  it.each([
    [raw, fileServerOf],
    [rsync, rsyncServerOf],
  ] as const)(
    "of $id fails if the server dies meanwhile, and the next has a new one",
    async (format, serverOf) => {
      await format.serve(context, image);
      const { leader, requests } = await serverOf(context);
      const asked = requests();
      const pulling = trials.failing(format, { mbit: 10 });
      // It is in the middle of the kernel, which takes 9 s at this rate.
      const isAt = format === rsync ? asked + 1 : asked;
      await expect.poll(() => requests() > isAt, { timeout: 30_000 }).toBe(true);
      killGroup(leader.pid);
      expect(await pulling).toMatchObject({ code: "PULL_FAILED", phase: "pull" });
      await trials.succeeding(format);
      expect((await serverOf(context)).leader.pid).not.toBe(leader.pid);
    },
  );

  it("that is read over HTTP fails in its run if the server is gone", async () => {
    const delivery = await trials.open(http);
    try {
      await delivery.pull("first", signal);
      killGroup((await fileServerOf(context)).leader.pid);
      const running = delivery.run("first", LIST, signal);
      await expect(running).rejects.toMatchObject({ code: "DELIVERED_DOES_NOT_RUN", phase: "run" });
    } finally {
      await delivery.close();
    }
  });

  it.each([backing, casync, raw, rsync])(
    "of $id onto a full disk fails, and leaves nothing",
    async (format) => {
      const server = await format.serve(context, image);
      const store = await format.openStore({ ...trials.spec, context, image, join: [] });
      try {
        const link = await layLink(context, { client: store.namespace, server: server.namespace });
        const { kernel, initramfs } = await bootFilesOf(context);
        // Room for a part of the disk alone. A store that has the kernel does not fetch it.
        const script =
          'mount -t tmpfs -o size=4m tmpfs "$1" && cd "$1" && touch "$2" "$3" && shift 3 && exec "$@"';
        const words = ["sh", "-c", script, "sh", join(store.folder, "store"), kernel, initramfs];
        const pull = store.pull({ link, port: server.port }, "first");
        const all = [...store.enter, "unshare", "--mount", ...words, ...pull];
        const { exitCode, stderr } = await tryRun(all, { env: store.env, onlyEnv: true });
        expect(exitCode).not.toBe(0);
        expect(stderr).toMatch(/no space left on device/i);
      } finally {
        await store.close();
      }
      expect(existsSync(store.folder)).toBe(false);
    },
  );

  it("ends with the VM if it is interrupted", async () => {
    const delivery = await trials.open(raw);
    const interrupt = new AbortController();
    try {
      await delivery.pull("first", signal);
      const sleeping = { argv: [{ tool: "busybox" }, "sleep", "1000"] };
      const running = delivery.run("first", sleeping, interrupt.signal);
      const vms = async () =>
        (await tryRun(["pgrep", "-f", `qemu-system.*${context.workFolder}`])).stdout.trim();
      await expect.poll(vms).not.toBe("");
      interrupt.abort();
      await expect(running).rejects.toThrow();
      expect(await vms()).toBe("");
    } finally {
      await delivery.close();
    }
  });
});
