/** Every builder, on its own tools: what it builds is the source, and what differs is found. */
import { lstatSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashFile } from "../../bench/hash.ts";
import type { Image, Workshop } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import { tryDocker } from "../../runners/containers/docker/client.ts";
import { daemonOf } from "../../runners/containers/docker/daemon.ts";
import type { RunContext } from "../../runners/context.ts";
import type { Build, Builder } from "../../runners/delivery/builder.ts";
import { loadBuilders } from "../../runners/delivery/found.ts";
import { type Fields, treeHash } from "../../runners/delivery/listing.ts";
import { changeSource, ENTRIES, LABEL, makeSource } from "../../runners/delivery/source.ts";
import { openWorkshop } from "../../runners/delivery/workshop.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { run, tryRun } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { LONGEST_TURN_MS, takeDockerTurn } from "../docker-turn.ts";
import { leftOvers, MUST_RUN, temporaryFolder, testContext } from "../support.ts";

const never = new AbortController().signal;
const CHANGED = "app/text-150.txt";

let context: RunContext;
let image: Image;
let turn: { end: () => void };

beforeAll(async () => {
  turn = await takeDockerTurn();
  context = testContext();
  ({ image } = await rootfsImage(context));
}, LONGEST_TURN_MS);
afterAll(async () => {
  const { runId } = context.options;
  expect((await context.close()).map((problem) => textOf(problem))).toEqual([]);
  turn.end();
  expect(leftOvers(runId)).toEqual([]);
});

/** The hash of a tree on the host, of which root would own everything. */
function hashOf(tree: string): string {
  const paths = readdirSync(tree, { recursive: true, encoding: "utf8" });
  const entries = paths.map((path): [string, Fields] => {
    const status = lstatSync(join(tree, path));
    const mode = (status.mode & 0o7777).toString(8);
    if (status.isDirectory()) return [path, { type: "directory", mode, owner: "0:0" }];
    return [path, { type: "file", mode, owner: "0:0", content: hashFile(join(tree, path)) }];
  });
  return treeHash({ entries: new Map(entries) });
}

const builders = [...(await loadBuilders()).values()];

describe.each(builders.map((builder): [string, Builder] => [builder.id, builder]))(
  "the builder %s",
  (_, builder) => {
    const lack = builder.probe();
    const possible = lack === undefined || MUST_RUN;
    const cpus = allowedCpus().slice(-1);

    async function withWorkshop(work: (workshop: Workshop) => Promise<void>, signal = never) {
      await using workshop = await openWorkshop(builder, context, { cpus, image }, signal);
      await work(workshop);
    }

    it.skipIf(!possible)(
      "builds the tree of the source, whatever the way and the place",
      async () => {
        const source = join(temporaryFolder(), "source");
        makeSource(source);
        const wanted = hashOf(join(source, "rootfs"));
        await withWorkshop(async (workshop) => {
          for (const way of workshop.ways) {
            const here = await workshop.build({ way, fresh: true });
            const there = await workshop.build({ way, fresh: true, elsewhere: true });
            const { trees, differences } = await workshop.compare(here, there);
            expect(trees).toEqual([wanted, wanted]);
            expect(here.hostNs).toBeGreaterThan(0);
            expect(here.cpuNs).toBeGreaterThan(0);
            if (way === "fixed") {
              expect(differences).toEqual([]);
              expect(there.digest).toBe(here.digest);
            } else {
              // Every file of the copy has another time, and the usual way keeps times.
              expect(there.digest).not.toBe(here.digest);
              const fields = differences.find(({ path }) => path === CHANGED)?.fields;
              expect(fields).toContain("mtime");
            }
          }
        });
      },
    );

    it.skipIf(!possible)("builds a changed file anew, which a comparison finds", async () => {
      await withWorkshop(async (workshop) => {
        const [way = "usual"] = workshop.ways.toReversed();
        const cold = await workshop.build({ way, fresh: true });
        workshop.change();
        const changed = await workshop.build({ way, fresh: false });
        const { trees, treeDifferences } = await workshop.compare(cold, changed);
        expect(treeDifferences).toEqual([{ path: CHANGED, fields: ["content"] }]);
        expect(trees[0]).not.toBe(trees[1]);
        // 7 MB in all, of which the layer with the change is 6 MB, compressed to three quarters.
        expect(cold.newBytes).toBeGreaterThan(5_000_000);
        expect(cold.newBytes).toBeLessThan(5_700_000);
        // The last way of the disk, which is the fixed one, is to make it as a whole.
        if (builder.id === "vm-disk") expect(changed.newBytes).toBeGreaterThan(5_000_000);
        else expect(changed.newBytes).toBeLessThan(5_000_000);
        expect(changed.newBytes).toBeGreaterThan(4_400_000);
        // The same once more: nothing is new.
        const again = await workshop.build({ way, fresh: false });
        if (builder.id !== "vm-disk") expect(again.newBytes).toBe(0);
      });
    });

    it.skipIf(!possible)("is interrupted, and the next build is unharmed", async () => {
      const stopping = new AbortController();
      await withWorkshop(async (workshop) => {
        const [way = "usual"] = workshop.ways;
        const building = workshop.build({ way, fresh: true });
        setTimeout(() => stopping.abort(), 10);
        await expect(building).rejects.toMatchObject({ name: "RunnerError", phase: "build" });
      }, stopping.signal);
      await withWorkshop(async (workshop) => {
        const [way = "usual"] = workshop.ways;
        const { newBytes } = await workshop.build({ way, fresh: true });
        expect(newBytes).toBeGreaterThan(5_000_000);
      });
    });

    it.skipIf(!possible)("leaves nothing behind", async () => {
      await withWorkshop(async (workshop) => {
        await workshop.build({ way: workshop.ways[0] ?? "usual", fresh: true });
        expect(foldersOf(builder.id)).toHaveLength(1);
        if (builder.id === "docker") expect(await imagesInDocker()).not.toEqual([]);
      });
      expect(foldersOf(builder.id)).toEqual([]);
      if (builder.id === "docker") expect(await imagesInDocker()).toEqual([]);
    });
  },
);

const [disks] = builders.filter(({ id }) => id === "vm-disk");
describe.skipIf(disks?.probe() !== undefined && !MUST_RUN)("a VM's disk", () => {
  it("gets a changed file written into a copy, of which few blocks are new", async () => {
    if (disks === undefined) throw new Error("there is no such builder");
    const cpus = allowedCpus().slice(-1);
    await using workshop = await openWorkshop(disks, context, { cpus, image }, never);
    const cold = await workshop.build({ way: "usual", fresh: true });
    workshop.change();
    const changed = await workshop.build({ way: "usual", fresh: false });
    const { treeDifferences } = await workshop.compare(cold, changed);
    expect(treeDifferences).toEqual([{ path: CHANGED, fields: ["content"] }]);
    // Text of 20,000 bytes compresses to three quarters; a few of the filesystem's blocks come along.
    expect(changed.newBytes).toBeGreaterThan(14_000);
    expect(changed.newBytes).toBeLessThan(40_000);
    const again = await workshop.build({ way: "usual", fresh: false });
    expect((await workshop.compare(changed, again)).treeDifferences).toEqual([]);
    expect(again.newBytes).toBeLessThan(1000);
  });

  it("is a sound filesystem, also after a change, and says so where it is not", async () => {
    if (disks === undefined) throw new Error("there is no such builder");
    const folder = temporaryFolder();
    const source = join(folder, "source");
    makeSource(source);
    const open = await disks.open({ context, image, folder, signal: never });
    const make = async (name: string, order: Pick<Build, "way" | "fresh">) => {
      const out = join(folder, name);
      mkdirSync(out);
      const { argv, options, made } = await open.build({ source, out, ...order });
      await run(argv, options);
      const { list } = await made();
      expect((await list()).entries.size).toBe(ENTRIES);
      return join(out, "root.ext4");
    };
    const check = (disk: string) => tryRun(["e2fsck", "-f", "-n", disk]);
    const whole = await make("whole", { way: "usual", fresh: true });
    changeSource(source);
    const updated = await make("updated", { way: "usual", fresh: false });
    const fixed = await make("fixed", { way: "fixed", fresh: true });
    for (const disk of [whole, updated, fixed]) {
      expect(await check(disk), disk).toMatchObject({ exitCode: 0 });
    }
    await run(["debugfs", "-w", "-R", "clri /bin", fixed]);
    expect((await check(fixed)).exitCode).not.toBe(0);
  });
});

/** Instances' folders end in a number; the store that the run's Podman shares does not. */
function foldersOf(id: string): readonly string[] {
  return readdirSync(context.workFolder).filter((name) => new RegExp(`^${id}-\\d+$`).test(name));
}

/** Those that any build of ours has made, also on the way. */
async function imagesInDocker(): Promise<readonly string[]> {
  const { host } = await daemonOf(context);
  const listing = ["image", "ls", "--all", "--quiet", "--filter", `label=${LABEL}`];
  const { stdout } = await tryDocker(host, listing);
  return stdout.split("\n").filter((id) => id !== "");
}
