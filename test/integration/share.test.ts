/** Services on one base: each has the whole tree, what is common is there once, and nothing stays. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder } from "../../bench/files.ts";
import { readList } from "../../bench/tools/read-list.ts";
import type { Command, Image, Session, Share, Target } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import { tryDocker } from "../../runners/containers/docker/client.ts";
import { daemonOf } from "../../runners/containers/docker/daemon.ts";
import type { RunContext } from "../../runners/context.ts";
import { loadSharings } from "../../runners/delivery/found.ts";
import { noise } from "../../runners/delivery/made-up.ts";
import { allocatedBytes, cachedBytes, entriesBelow } from "../../runners/delivery/on-host.ts";
import { serviceDisk } from "../../runners/delivery/service-disk.ts";
import { makeOwnFiles } from "../../runners/delivery/service-files.ts";
import type { Sharing } from "../../runners/delivery/sharing.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { run } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { loadTargets } from "../../runners/registry.ts";
import { differing, hashOf, smallImage } from "../delivered.ts";
import { LONGEST_TURN_MS, takeDockerTurn } from "../docker-turn.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const { signal } = new AbortController();
const cpus = allowedCpus().slice(-1);
const MEMORY_MIB = 256;

const MIB = 2 ** 20;
/** What a service has of its own: 50 texts. */
const OWN = 1_000_000;
/** A file of the base, so that it is larger than what services have of their own. */
const LARGE = 8 * MIB;

/** What an engine, the kernel or a filesystem puts beside an image's files. */
const BESIDE = ["proc", "sys", "dev", "run", "etc/hosts", "etc/hostname", "etc/resolv.conf"];
BESIDE.push("etc/mtab", ".dockerenv", "lost+found");

/** Prints the files inside: hash and mode, or where a link leads to. */
const LIST: Command = {
  argv: [
    { tool: "busybox" },
    "sh",
    "-c",
    [
      "cd /",
      `prune="${BESIDE.map((path) => `-path ./${path} -prune -o`).join(" ")}"`,
      "/bin/busybox find . $prune -type f -exec /bin/busybox sha256sum {} +",
      "/bin/busybox find . -mindepth 1 $prune ! -type l -exec /bin/busybox stat -c '%a %u %g %n' {} +",
      "/bin/busybox find . $prune -type l -exec /bin/busybox stat -c '%N' {} +",
    ].join(" && "),
  ],
};

/** What `LIST` must print of trees that lie one above the other. */
function linesOf(trees: readonly string[]): readonly string[] {
  const lines = new Set<string>();
  for (const tree of trees) {
    for (const name of readdirSync(tree, { recursive: true, encoding: "utf8" })) {
      if (BESIDE.some((path) => name === path || name.startsWith(`${path}/`))) continue;
      const at = join(tree, name);
      const status = lstatSync(at);
      if (status.isSymbolicLink()) {
        lines.add(`'./${name}' -> '${readlinkSync(at)}'`);
        continue;
      }
      lines.add(`${(status.mode & 0o7777).toString(8)} 0 0 ./${name}`);
      if (!status.isFile()) continue;
      const hash = createHash("sha256").update(readFileSync(at)).digest("hex");
      lines.add(`${hash}  ./${name}`);
    }
  }
  return [...lines];
}

/** A small base with the agent in it, so that instances can be opened. */
async function imageWithAgent(context: RunContext): Promise<Image> {
  const small = smallImage(context.instanceFolder(context.instanceName("rootfs")).path);
  const { image: whole } = await rootfsImage(context);
  const agent = whole.tools.filter(({ name }) => name === "agent");
  const { rootfs } = small;
  // Where things are mounted.
  for (const folder of ["proc", "sys", "dev", "scratch"]) makeFolder(join(rootfs, folder));
  for (const { imagePath } of agent) {
    makeFolder(dirname(join(rootfs, imagePath)));
    copyFileSync(join(whole.rootfs, imagePath), join(rootfs, imagePath));
  }
  writeFileSync(join(rootfs, "usr/lib/large"), noise("share", LARGE));
  chmodSync(join(rootfs, "usr/lib/large"), 0o644);
  const file = { path: "/usr/lib/large", sha256: "", bytes: LARGE, mode: 0o644 };
  const files = [{ ...file, part: "tools" as const }];
  // Another one than the image of other tests, whose disks and stores may be in the cache.
  const digest = hashOf(linesOf([rootfs]));
  return { ...small, tools: [...small.tools, ...agent], files, digest };
}

describe.skipIf(!(isRoot() || MUST_RUN))("services on one base (needs root)", async () => {
  let context: RunContext;
  let image: Image;
  let turn: { end: () => void };

  beforeAll(async () => {
    turn = await takeDockerTurn();
    context = testContext();
    image = await imageWithAgent(context);
  }, LONGEST_TURN_MS);
  afterAll(async () => {
    expect((await context.close()).map((problem) => textOf(problem))).toEqual([]);
    turn.end();
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  const sharings = await loadSharings();

  it("has the ways of each target", () => {
    expect(sharings.map(({ target, way }) => `${target} ${way}`).sort()).toEqual([
      "crun copies",
      "crun layers",
      "docker layers",
      "podman layers",
      "qemu-microvm backing",
      "qemu-microvm copies",
    ]);
  });

  describe.each(sharings.map((one): [string, Sharing] => [`${one.target} ${one.way}`, one]))(
    "by %s",
    (_, sharing) => {
      const possible = sharing.probe() === undefined || MUST_RUN;

      async function targetOf(): Promise<Target> {
        const [target] = await loadTargets(context, [sharing.target]);
        if (target === undefined) throw new Error(`no target ${sharing.target}`);
        return target;
      }

      async function withShare(
        services: number,
        work: (share: Share, open: (index: number) => Promise<Session>) => Promise<void>,
        stopping = signal,
      ) {
        const target = await targetOf();
        const { way } = sharing;
        const share = await target.share?.({ way, services }, image, stopping);
        if (share === undefined) throw new Error(`${target.id} shares nothing`);
        const sessions: Session[] = [];
        const usual = { cpus, memoryMiB: MEMORY_MIB, image, scratchMiB: 0 };
        try {
          await work(share, async (index) => {
            const root = share.services[index]?.root;
            if (root === undefined) throw new Error(`no service ${index}`);
            const session = await target.open({ ...usual, root }, signal);
            sessions.push(session);
            return session;
          });
        } finally {
          for (const session of sessions.toReversed()) await session.close();
          await share.close();
        }
      }

      it.skipIf(!possible)("gives each service the whole tree and its own files", async () => {
        await withShare(2, async (_share, open) => {
          const hashes: string[] = [];
          for (const index of [0, 1]) {
            const own = join(shareFolders()[0] ?? "", `service-${index + 1}`, "tree");
            const session = await open(index);
            const { stdout, exitCode } = await session.exec(LIST, signal);
            expect(exitCode, session.stderrTail()).toBe(0);
            const lines = stdout.split("\n").filter((line) => line !== "");
            const wanted = linesOf([image.rootfs, own]);
            expect(differing(lines, wanted)).toEqual([]);
            expect(hashOf(lines)).toBe(hashOf(wanted));
            hashes.push(hashOf(lines));
          }
          expect(hashes[0]).not.toBe(hashes[1]);
        });
      });

      it.skipIf(!possible)("has the base once, or once for each service", async () => {
        await withShare(2, async (share, open) => {
          const isWhole = sharing.way === "copies";
          const [one, two] = [share.diskBytes(1), share.diskBytes(2)];
          expect(one).toBeGreaterThan(LARGE + OWN);
          if (isWhole) expect(two - one).toBeGreaterThan(LARGE);
          else expect(two - one).toBeLessThan(3 * MIB);
          expect(two - one).toBeGreaterThan(OWN);
          // Podman's and Docker's first container has mapped busybox, which is 2 MB.
          expect(await share.cachedBytes()).toBeLessThan(3 * MIB);
          const after: number[] = [];
          for (const index of [0, 1]) {
            const session = await open(index);
            const { list = "", bytes } = share.services[index] ?? {};
            const { stdout } = await session.exec(readList(list), signal);
            expect(Number(stdout)).toBe(bytes);
            after.push(await share.cachedBytes());
            expect(session.usage({ memory: true })?.own.memory?.pss.anonBytes).toBeGreaterThan(0);
          }
          const [first = 0, second = 0] = after;
          expect(first).toBeGreaterThan(LARGE + OWN);
          expect(second - first).toBeGreaterThan(OWN);
          if (isWhole) expect(second - first).toBeGreaterThan(LARGE);
          else expect(second - first).toBeLessThan(LARGE);
          expect(share.daemonBytes()).toBeGreaterThanOrEqual(0);
          expect(share.availableBytes()).toBeGreaterThan(0);
        });
      });

      it.skipIf(!possible)("is interrupted, and the next one is unharmed", async () => {
        const stopping = new AbortController();
        const interrupted = withShare(2, async () => {}, stopping.signal);
        stopping.abort();
        await expect(interrupted).rejects.toMatchObject({ name: "RunnerError", phase: "open" });
        expect(shareFolders()).toEqual([]);
        await withShare(1, async (share) => {
          expect(share.services).toHaveLength(1);
        });
      });

      it.skipIf(!possible || sharing.target !== "docker")(
        "is interrupted half way, and what was built until then is removed",
        async () => {
          expect(await imagesInDocker()).toEqual([]);
          const stopping = new AbortController();
          const interrupted = withShare(5, async () => {}, stopping.signal);
          const failing = expect(interrupted).rejects.toMatchObject({ phase: "open" });
          while ((await imagesInDocker()).length === 0) await sleep(20);
          stopping.abort();
          await failing;
          expect(await imagesInDocker()).toEqual([]);
          expect(shareFolders()).toEqual([]);
        },
      );

      it.skipIf(!possible)("leaves nothing behind", async () => {
        await withShare(1, async () => {
          expect(shareFolders()).toHaveLength(1);
          if (sharing.target === "docker") expect(await imagesInDocker()).toHaveLength(1);
        });
        expect(shareFolders()).toEqual([]);
        if (sharing.target === "docker") expect(await imagesInDocker()).toEqual([]);
      });
    },
  );

  it("says so where a service's files do not fit on the disk", async () => {
    const { path, remove } = context.instanceFolder(context.instanceName("full"));
    const disk = join(path, "small");
    await run(["mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", disk, "512k"]);
    const { place } = makeOwnFiles(path, 1, { paths: [], bytes: 0 });
    await expect(serviceDisk(place, disk, signal)).rejects.toMatchObject({
      code: "DISK_NOT_WRITTEN",
    });
    await remove();
  });

  it("counts blocks and pages of a file once, whatever its names, and no holes", async () => {
    const { path, remove } = context.instanceFolder(context.instanceName("counted"));
    writeFileSync(join(path, "file"), noise("counted", MIB));
    await run(["ln", join(path, "file"), join(path, "again")]);
    await run(["ln", "-s", "file", join(path, "link")]);
    await run(["truncate", "--size=64M", join(path, "hole")]);
    await run(["sync", "-f", path]);
    const entries = entriesBelow([path, join(path, "file")]);
    expect(entries).toHaveLength(4);
    expect(allocatedBytes(entries)).toBeGreaterThanOrEqual(MIB);
    expect(allocatedBytes(entries)).toBeLessThan(2 * MIB);
    expect(await cachedBytes(entries)).toBe(MIB);
    await remove();
  });

  function shareFolders(): readonly string[] {
    return readdirSync(context.workFolder)
      .filter((name) => name.startsWith("share-"))
      .map((name) => join(context.workFolder, name));
  }

  async function imagesInDocker(): Promise<readonly string[]> {
    const { host } = await daemonOf(context);
    const { stdout } = await tryDocker(host, ["image", "ls", "--quiet", "isotax-share"]);
    return stdout.split("\n").filter((id) => id !== "");
  }
});
