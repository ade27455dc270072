import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../../runners/context.ts";
import { type CacheManifest, cached } from "../../runners/images/cache.ts";
import { OWN_FILES } from "../../runners/images/contents.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { temporaryFolder, testContext } from "../support.ts";

let context: RunContext;
beforeAll(() => {
  context = testContext();
});
afterAll(async () => {
  const { image } = await rootfsImage(context);
  await context.close();
  for (const { hostPath } of image.tools.filter(({ name }) => name === "payload")) {
    expect(existsSync(hostPath)).toBe(false);
  }
});

describe("the cache", () => {
  let builds = 0;
  const make = (folder: string) =>
    cached<CacheManifest>(context, folder, async (building) => {
      builds++;
      writeFileSync(join(building, "a"), "content");
      return { files: ["a"] };
    });

  it("builds once, and again only when something is wrong with what is there", async () => {
    const folder = join(temporaryFolder(), "key");
    expect((await make(folder)).built).toBe("absent");
    expect((await make(folder)).built).toBe(false);
    expect(builds).toBe(1);

    writeFileSync(join(folder, "a"), "CONTENT");
    expect((await make(folder)).built).toBe("damaged");
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("content");

    rmSync(join(folder, "a"));
    expect((await make(folder)).built).toBe("damaged");

    rmSync(join(folder, "manifest.json"));
    expect((await make(folder)).built).toBe("damaged");
    expect(builds).toBe(4);
  });

  it("takes no notice of what a killed build left aside", async () => {
    const folder = join(temporaryFolder(), "key");
    const half = `${folder}.building-${process.pid}`;
    mkdirSync(half, { recursive: true });
    writeFileSync(join(half, "a"), "half");
    expect((await make(folder)).built).toBe("absent");
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("content");
    expect(existsSync(half)).toBe(false);
  });

  /** As if another process had built it: that one builds beside, in a folder with its own id. */
  const appears = async (folder: string) => {
    const elsewhere = join(temporaryFolder(), "key");
    await make(elsewhere);
    renameSync(elsewhere, folder);
  };

  it("takes what another process has built meanwhile, and leaves its own nowhere", async () => {
    const folder = join(temporaryFolder(), "key");
    const both = await cached<CacheManifest>(context, folder, async (building) => {
      await appears(folder);
      writeFileSync(join(building, "a"), "a second time");
      return { files: ["a"] };
    });
    expect(both.built).toBe(false);
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("content");
    expect(both.manifest.sha256["a"]).toBe((await make(folder)).manifest.sha256["a"]);
    expect(readdirSync(dirname(folder))).toEqual(["key"]);
  });

  it("replaces what another process has left there damaged", async () => {
    const folder = join(temporaryFolder(), "key");
    const after = await cached<CacheManifest>(context, folder, async (building) => {
      await appears(folder);
      writeFileSync(join(folder, "a"), "CONTENT");
      writeFileSync(join(building, "a"), "a second time");
      return { files: ["a"] };
    });
    expect(after.built).toBe("absent");
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("a second time");
    expect(readdirSync(dirname(folder))).toEqual(["key"]);
  });

  it("leaves nothing behind when a build fails", async () => {
    const folder = join(temporaryFolder(), "key");
    const failing = cached(context, folder, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(readdirSync(dirname(folder))).toEqual([]);
    expect(context.ledger.live.filter(({ kind }) => kind === "folder")).toHaveLength(1);
  });

  it("says of a tool that found no room where that was, and leaves nothing there", async () => {
    const folder = join(temporaryFolder(), "key");
    const failing = cached(context, folder, async (building) => {
      writeFileSync(join(building, "a"), "half");
      throw new Error("mke2fs: No space left on device");
    });
    await expect(failing).rejects.toMatchObject({
      code: "CANNOT_WRITE",
      message: expect.stringContaining(dirname(folder)),
      remedy: say("files.first-or", {
        first: say("files.free-space"),
        otherwise: say("files.other-out"),
      }),
    });
    expect(readdirSync(dirname(folder))).toEqual([]);
  });
});

describe("the image", () => {
  it("holds the host's own bytes, is found again, and mended when damaged", async () => {
    const first = await rootfsImage(context);
    const { image } = first;
    for (const tool of image.tools) {
      const inside = readFileSync(join(image.rootfs, tool.imagePath));
      expect(inside.equals(readFileSync(tool.hostPath)), tool.name).toBe(true);
    }
    expect(image.tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["agent", "payload", "busybox", "node"]),
    );
    // Node.js is slower below a deeper path: it must be the same, but for letters of its own.
    for (const { imagePath, hostPath } of image.tools.filter(({ name }) => name === "payload")) {
      const shape = (path: string) => path.split("/").map((part) => part.length);
      expect(shape(hostPath)).toEqual(shape(imagePath));
    }
    expect((await rootfsImage(context)).built).toBe(false);

    const victim = join(image.rootfs, OWN_FILES, "payload.mjs");
    const good = readFileSync(victim);
    writeFileSync(victim, Buffer.concat([good.subarray(1), Buffer.from(" ")]));
    const mended = await rootfsImage(context);
    expect(mended.built).toBe("damaged");
    expect(mended.image.digest).toBe(image.digest);
    expect(readFileSync(victim).equals(good)).toBe(true);
  });
});
