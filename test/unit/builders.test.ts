/** Two images are compared by what they consist of: layers and configuration, or inodes. */
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { textOf } from "../../reports/text/message.ts";
import { parseInodes, parseSuperblock } from "../../runners/delivery/disk-listing.ts";
import { loadBuilders } from "../../runners/delivery/found.ts";
import { listImage } from "../../runners/delivery/image-listing.ts";
import { lackOfTools } from "../../runners/delivery/lack.ts";
import { compare, type Fields, type Listing, treeHash } from "../../runners/delivery/listing.ts";
import { changeSource, copySource, ENTRIES, makeSource } from "../../runners/delivery/source.ts";
import type { Layer } from "../../runners/images/own/layers.ts";
import { loadRecipes } from "../../runners/registry.ts";
import { temporaryFolder } from "../support.ts";

const FILE: Fields = { type: "file", mode: "644", owner: "0:0", content: "abc", mtime: "1" };

function listing(entries: Record<string, Fields>, config: Fields = {}): Listing {
  return { entries: new Map(Object.entries(entries)), parts: new Map([["config", config]]) };
}

function compared(one: Listing, other: Listing) {
  return compare({ digest: "d1", listing: one }, { digest: "d2", listing: other });
}

describe("a comparison", () => {
  it("finds nothing where all is the same", () => {
    const one = listing({ a: FILE }, { created: "now" });
    const same = compare({ digest: "d", listing: one }, { digest: "d", listing: one });
    expect(same.differences).toEqual([]);
    expect(same.trees[0]).toBe(same.trees[1]);
  });

  it("names the fields that differ, and first what only one has", () => {
    const one = listing({ a: FILE, z: FILE }, { created: "now", os: "linux" });
    const other = listing(
      { a: { ...FILE, mtime: "2", mode: "600" } },
      { created: "then", os: "linux" },
    );
    const { differences, treeDifferences, trees } = compared(one, other);
    expect(differences).toEqual([
      { path: "z", fields: [] },
      { path: "a", fields: ["mode", "mtime"] },
      { path: "config", fields: ["created"] },
    ]);
    expect(treeDifferences).toEqual([
      { path: "z", fields: [] },
      { path: "a", fields: ["mode"] },
    ]);
    expect(trees[0]).not.toBe(trees[1]);
  });

  it("says that bytes differ where nothing explains the digests", () => {
    const { differences, treeDifferences } = compared(listing({ a: FILE }), listing({ a: FILE }));
    expect(differences).toEqual([{ path: "", fields: ["bytes"] }]);
    expect(treeDifferences).toEqual([]);
  });
});

describe("the hash of a tree", () => {
  const hash = (entries: Record<string, Fields>) => treeHash(listing(entries));

  it("depends neither on times nor on the order", () => {
    const later = { ...FILE, mtime: "2", ctime: "3" };
    expect(hash({ b: FILE, a: later })).toBe(hash({ a: FILE, b: FILE }));
  });

  it.each(["type", "mode", "owner", "content", "link"])("depends on the %s", (field) => {
    expect(hash({ a: { ...FILE, [field]: "other" } })).not.toBe(hash({ a: FILE }));
  });

  it("depends on the path", () => {
    expect(hash({ b: FILE })).not.toBe(hash({ a: FILE }));
  });
});

describe("the listing of an image", () => {
  /** A layer with these files, in this order. */
  async function layer(files: Record<string, string>, mtime: number, gzip = false): Promise<Layer> {
    const archive = pack();
    const chunks: Buffer[] = [];
    archive.on("data", (chunk) => chunks.push(chunk as Buffer));
    archive.entry({
      name: "./app/",
      type: "directory",
      mode: 0o755,
      mtime: new Date(mtime * 1000),
    });
    for (const [name, text] of Object.entries(files)) {
      archive.entry({ name, mode: 0o644, uid: 7, gid: 8, mtime: new Date(mtime * 1000) }, text);
    }
    archive.finalize();
    await once(archive, "end");
    const file = join(temporaryFolder(), "layer.tar");
    writeFileSync(file, gzip ? gzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks));
    return { file, compression: gzip ? "gzip" : "none", digest: undefined, diffId: "" };
  }

  it("has what the headers say, compressed or not, and the upper of two files", async () => {
    const lower = await layer({ "app/a": "one", "app/b": "two" }, 10);
    const upper = await layer({ "app/b": "three" }, 20, true);
    const { entries } = await listImage([lower, upper], "{}");
    expect([...entries.keys()]).toEqual(["app", "app/a", "app/b"]);
    expect(entries.get("app")).toEqual({
      type: "directory",
      mode: "755",
      owner: "0:0",
      mtime: "20",
    });
    expect(entries.get("app/a")).toMatchObject({ type: "file", owner: "7:8", mtime: "10" });
    const alone = await listImage([upper], "{}");
    expect(entries.get("app/b")).toEqual(alone.entries.get("app/b"));
  });

  it("tells another order, another time and another configuration apart, and no more", async () => {
    const one = await listImage([await layer({ a: "1", b: "2" }, 10)], '{"os":"linux","rootfs":1}');
    const other = await listImage([await layer({ b: "2", a: "1" }, 11)], '{"os":"bsd","rootfs":2}');
    expect(compared(one, other).differences).toEqual([
      { path: "a", fields: ["mtime"] },
      { path: "app", fields: ["mtime"] },
      { path: "b", fields: ["mtime"] },
      { path: "config", fields: ["os"] },
      { path: "layer 1", fields: ["order"] },
    ]);
  });

  it("fails where a layer is cut off", async () => {
    const whole = await layer({ a: "1".repeat(2000) }, 10);
    writeFileSync(whole.file, readFileSync(whole.file).subarray(0, 1500));
    await expect(listImage([whole], "{}")).rejects.toThrow();
    await expect(listImage([{ ...whole, file: "/nowhere" }], "{}")).rejects.toThrow("ENOENT");
  });
});

describe("what e2fsprogs say", () => {
  const ANSWERS = [
    'debugfs: stat "/app"',
    "Inode: 13   Type: directory    Mode:  0755   Flags: 0x80000",
    "Generation: 0    Version: 0x00000000:00000000",
    "User:     0   Group:     5   Project:     0   Size: 4096",
    " ctime: 0x6592008e:00000000 -- Mon Jan  1 00:00:14 2024",
    " atime: 0x65920080:00000000 -- Mon Jan  1 00:00:00 2024",
    " mtime: 0x65920080:00000000 -- Mon Jan  1 00:00:00 2024",
    "crtime: 0x65920081:00000000 -- Mon Jan  1 00:00:01 2024",
    "EXTENTS:",
    "(0):770",
    'debugfs: stat "/app/a b"',
    "Inode: 14   Type: regular    Mode:  0644   Flags: 0x80000",
    "User:     0   Group:     0   Project:     0   Size: 3",
    "",
  ].join("\n");

  it("of inodes is read, also of a name with a space", () => {
    const inodes = parseInodes(ANSWERS);
    expect([...inodes.keys()]).toEqual(["app", "app/a b"]);
    expect(inodes.get("app")).toEqual({
      type: "directory",
      mode: "755",
      owner: "0:5",
      generation: "0",
      ctime: "0x6592008e:00000000",
      atime: "0x65920080:00000000",
      mtime: "0x65920080:00000000",
      crtime: "0x65920081:00000000",
      blocks: "(0):770",
    });
    expect(inodes.get("app/a b")).toMatchObject({ type: "file", mode: "644" });
  });

  it("of the superblock is read, without its checksum", () => {
    const text =
      "Filesystem UUID:          6f7e\nLast write time:  Mon Jan  1 00:00:00 2024\nChecksum:   0x1\n";
    expect(parseSuperblock(text)).toEqual({
      "Filesystem UUID": "6f7e",
      "Last write time": "Mon Jan  1 00:00:00 2024",
    });
  });
});

describe("the source of a build", () => {
  /** The content of every file, by its path. */
  function contents(folder: string): Map<string, string> {
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
    const files = paths.filter((path) => statSync(join(folder, path)).isFile());
    return new Map(files.map((path) => [path, readFileSync(join(folder, path), "latin1")]));
  }

  it("is the same each time, of the size that it says, and compresses as text does", () => {
    const folder = temporaryFolder();
    const umask = process.umask(0o077);
    makeSource(join(folder, "one"));
    process.umask(umask);
    makeSource(join(folder, "two"));
    const [one, two] = [contents(join(folder, "one")), contents(join(folder, "two"))];
    expect(one).toEqual(two);
    const modes = (name: string) =>
      [...one.keys()].map((path) => statSync(join(folder, name, path)).mode);
    expect(modes("one")).toEqual(modes("two"));
    expect(readdirSync(join(folder, "one/rootfs"), { recursive: true })).toHaveLength(ENTRIES);
    const text = one.get("rootfs/app/text-000.txt") ?? "";
    expect(text).toHaveLength(20_000);
    expect(gzipSync(text).length / text.length).toBeGreaterThan(0.7);
    expect(gzipSync(text).length / text.length).toBeLessThan(0.8);
  });

  it("changes in one file, each time into something new", () => {
    const folder = join(temporaryFolder(), "source");
    makeSource(folder);
    const states = [contents(folder)];
    for (let i = 0; i < 2; i++) {
      changeSource(folder);
      states.push(contents(folder));
    }
    const changed = (one = new Map<string, string>(), other = new Map<string, string>()) =>
      [...other.keys()].filter((path) => one.get(path) !== other.get(path));
    for (let i = 1; i < states.length; i++) {
      expect(changed(states[i - 1], states[i])).toEqual(["rootfs/app/text-150.txt"]);
    }
    expect(changed(states[0], states[2])).toHaveLength(1);
    const sizes = states.map((files) => files.get("rootfs/app/text-150.txt")?.length);
    expect(sizes).toEqual([20_000, 20_000, 20_000]);
  });

  it("is copied with other times and nothing else", () => {
    const folder = temporaryFolder();
    const [from, to] = [join(folder, "from"), join(folder, "to")];
    makeSource(from);
    copySource(from, to);
    expect(contents(to)).toEqual(contents(from));
    for (const path of contents(from).keys()) {
      const [one, other] = [statSync(join(from, path)), statSync(join(to, path))];
      expect(other.mtimeMs - one.mtimeMs).toBe(86_400_000);
      expect(other.mode).toBe(one.mode);
    }
  });
});

describe("builders", () => {
  it("are each for a target that there is", async () => {
    const targets = (await loadRecipes()).map(({ id }) => id);
    const builders = await loadBuilders();
    expect(builders.size).toBe(readdirSync("runners/delivery/builders").length);
    for (const [target, { ways }] of builders) {
      expect(targets).toContain(target);
      expect(ways.length).toBeGreaterThan(0);
    }
  });

  it("say which tool they lack, and what to do", () => {
    const lack = lackOfTools("sh", "isotax-no-such-tool");
    if (lack === undefined) throw new Error("nothing is missing");
    expect(textOf(lack.reason)).toContain("isotax-no-such-tool");
    expect(textOf(lack.reason)).not.toMatch(/\bsh\b/);
    expect(textOf(lack.remedy)).not.toBe("");
  });
});
