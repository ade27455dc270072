/** The files of an untrusted image stay below their folder, and layers do what they should. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyLayer } from "../../runners/images/own/layers.ts";
import { Tree, type TreeLimits } from "../../runners/images/own/tree.ts";
import { sha256, type TestEntry, tarOf } from "../oci.ts";
import { temporaryFolder } from "../support.ts";

interface Unpacked {
  /** The folder that holds the root, and nothing else. */
  readonly around: string;
  readonly root: string;
  readonly files: readonly string[];
}

async function unpacked(
  layers: readonly (readonly TestEntry[])[],
  limits?: TreeLimits,
): Promise<Unpacked> {
  const around = temporaryFolder();
  const root = join(around, "root");
  mkdirSync(root);
  const tree = new Tree(root, limits);
  const kept = temporaryFolder();
  for (const [index, layer] of layers.entries()) {
    const tar = await tarOf(layer);
    const file = join(kept, String(index));
    writeFileSync(file, tar);
    const digests = { digest: undefined, diffId: sha256(tar) };
    await applyLayer(tree, { file, compression: "none", ...digests }, join(kept, "scratch"));
  }
  return { around, root, files: tree.listing() };
}

const file = (name: string, content = name): TestEntry => ({ name, content });
const link = (name: string, linkname: string): TestEntry => ({ name, type: "symlink", linkname });

describe("the tree of an image", () => {
  it("has what its layers have, the upper over the lower", async () => {
    const { root, files } = await unpacked([
      [file("etc/a", "one"), file("./etc/b"), file("/etc/c")],
      [file("etc/a", "two"), { name: "etc/d/", type: "directory" }],
    ]);
    expect(files).toEqual(["/etc/a", "/etc/b", "/etc/c"]);
    expect(readFileSync(join(root, "etc/a"), "utf8")).toBe("two");
    expect(lstatSync(join(root, "etc/d")).isDirectory()).toBe(true);
  });

  it("replaces a folder by a file, and a link by a folder", async () => {
    const { root, files } = await unpacked([
      [file("a/b/c"), link("l", "a")],
      [file("a/b"), { name: "l/", type: "directory" }, file("l/x")],
    ]);
    expect(files).toEqual(["/a/b", "/l/x"]);
    expect(lstatSync(join(root, "l")).isSymbolicLink()).toBe(false);
    expect(readdirSync(join(root, "a"))).toEqual(["b"]);
  });

  it("leaves out what whiteouts of an upper layer remove, and nothing of that layer", async () => {
    const { files } = await unpacked([
      [file("a/x"), file("a/y"), file("b/x"), file("b/deep/y"), file("c")],
      [
        file("a/.wh.x", ""),
        file("b/new"),
        file("b/.wh..wh..opq", ""),
        file("c"),
        file(".wh.c", ""),
        file(".wh.not-there", ""),
        file(".wh..wh.plnk", ""),
      ],
    ]);
    expect(files).toEqual(["/a/y", "/b/new", "/c"]);
  });

  it("puts what is below a link where the link leads, inside", async () => {
    const { around, root, files } = await unpacked([
      [
        { name: "usr/bin/", type: "directory" },
        link("bin", "usr/bin"),
        link("abs", "/usr/bin"),
        link("up", "../../../../../../etc"),
        link("out", "/../../../outside"),
      ],
      [file("bin/a"), file("abs/b"), file("up/passwd"), file("out/c")],
    ]);
    expect(files).toEqual(["/etc/passwd", "/outside/c", "/usr/bin/a", "/usr/bin/b"]);
    expect(readdirSync(around)).toEqual(["root"]);
    expect(readlinkSync(join(root, "up"))).toBe("../../../../../../etc");
  });

  it("never writes through a link that stands at a file's own place", async () => {
    const outside = join(temporaryFolder(), "victim");
    writeFileSync(outside, "as it was");
    const { root } = await unpacked([[link("a", outside), file("a", "new")]]);
    expect(readFileSync(outside, "utf8")).toBe("as it was");
    expect(readFileSync(join(root, "a"), "utf8")).toBe("new");
  });

  it("removes nothing outside by a whiteout below a link", async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, "victim"), "");
    await unpacked([[link("a", outside)], [file("a/.wh.victim", ""), file("a/.wh..wh..opq", "")]]);
    expect(existsSync(join(outside, "victim"))).toBe(true);
  });

  it("takes other names of its own files, and of no others", async () => {
    const { root } = await unpacked([
      [
        file("a"),
        { name: "b", type: "link", linkname: "/a" },
        { name: "a", type: "link", linkname: "a" },
      ],
    ]);
    expect(lstatSync(join(root, "b")).ino).toBe(lstatSync(join(root, "a")).ino);
    const stolen = [
      link("etc", "/etc"),
      { name: "b", type: "link", linkname: "etc/passwd" },
    ] as const;
    await expect(unpacked([stolen])).rejects.toMatchObject({ code: "UNSAFE_IMAGE" });
    const itself = [link("a", "/etc/passwd"), { name: "b", type: "link", linkname: "a" }] as const;
    await expect(unpacked([itself])).rejects.toMatchObject({ code: "UNSAFE_IMAGE" });
  });

  it("keeps no set-id bits, and can always be read and removed by its owner", async () => {
    const { root } = await unpacked([
      [
        { name: "su", mode: 0o6755, content: "x" },
        { name: "none", mode: 0o100, content: "x" },
        { name: "d/", type: "directory", mode: 0o2000 },
        { name: "tmp/", type: "directory", mode: 0o1777 },
      ],
    ]);
    const mode = (path: string) => lstatSync(join(root, path)).mode & 0o7777;
    expect([mode("su"), mode("none"), mode("d"), mode("tmp")]).toEqual([
      0o755, 0o500, 0o700, 0o1777,
    ]);
  });

  it("makes no devices and no FIFOs", async () => {
    const { files, root } = await unpacked([
      [
        { name: "dev/sda", type: "block-device", devmajor: 8, devminor: 0 },
        { name: "dev/null", type: "character-device", devmajor: 1, devminor: 3 },
        { name: "pipe", type: "fifo" },
        file("a"),
      ],
    ]);
    expect(files).toEqual(["/a"]);
    expect(readdirSync(root)).toEqual(["a"]);
  });

  it("keeps the times of files: programs compare them", async () => {
    const mtime = new Date("2001-02-03T04:05:06Z");
    const { root } = await unpacked([[{ name: "a", content: "x", mtime }]]);
    expect(lstatSync(join(root, "a")).mtime).toEqual(mtime);
  });

  it.each<[string, readonly TestEntry[]]>([
    ["climbs", [file("../a")]],
    ["climbs in the middle", [file("a/../../b")]],
    ["is below a file", [file("a"), file("a/b")]],
    ["leads in a circle", [link("a", "b"), link("b", "a"), file("a/x")]],
    ["is no name", [file("a\ufffdb")]],
    ["links to nothing", [{ name: "b", type: "link", linkname: "a" }]],
  ])("refuses a path that %s", async (_, layer) => {
    await expect(unpacked([layer])).rejects.toMatchObject({ code: "UNSAFE_IMAGE" });
  });

  it("takes no more bytes and files than it may", async () => {
    const limits = { bytes: 1000, entries: 3 };
    const large = unpacked([[file("a", "x".repeat(600)), file("b", "x".repeat(600))]], limits);
    await expect(large).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE" });
    const many = unpacked([["a", "b", "c", "d"].map((name) => file(name))], limits);
    await expect(many).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE" });
  });
});
