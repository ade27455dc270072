/** How an image of the user's is named, found, and checked before it is unpacked. */
import { mkdirSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { unpackArchive } from "../../runners/images/own/archive.ts";
import { copyFolder, hashFolder } from "../../runners/images/own/folder.ts";
import { applyLayer } from "../../runners/images/own/layers.ts";
import { type Blobs, readImage } from "../../runners/images/own/manifest.ts";
import { parseReference } from "../../runners/images/own/reference.ts";
import { Tree } from "../../runners/images/own/tree.ts";
import {
  archiveOf,
  type Compression,
  layoutFiles,
  OURS,
  sha256,
  type TestImage,
  tarOf,
  writeLayout,
} from "../oci.ts";
import { temporaryFolder } from "../support.ts";

const HELLO: TestImage = {
  layers: [[{ name: "etc/motd", content: "hello\n" }], [{ name: "etc/more", content: "more" }]],
};

async function layout(...images: readonly TestImage[]) {
  const files = await layoutFiles(images);
  const folder = join(temporaryFolder(), "layout");
  mkdirSync(folder);
  writeLayout(folder, files);
  const blobs: Blobs = { find: (name) => (files.has(name) ? join(folder, name) : undefined) };
  return { files, folder, blobs };
}

async function filesOf(blobs: Blobs, tag?: string): Promise<readonly string[]> {
  const root = join(temporaryFolder(), "root");
  mkdirSync(root);
  const tree = new Tree(root);
  for (const layer of readImage(blobs, tag).layers) {
    await applyLayer(tree, layer, join(root, "..", "scratch"));
  }
  return tree.listing();
}

/** What a changed bit may be: a part with another hash, or a name that no image has. */
const DAMAGED: readonly unknown[] = ["IMAGE_DAMAGED", "UNSAFE_IMAGE"];

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "no error",
    (error: unknown) => (error as { code?: unknown }).code,
  );
}

describe("the name of an image", () => {
  it("says by its transport what it is", async () => {
    const { folder } = await layout(HELLO);
    const archive = join(folder, "image.tar");
    writeFileSync(archive, "");
    const file = join(folder, "Dockerfile");
    writeFileSync(file, "FROM scratch\n");
    const layoutAt = { kind: "oci-layout", path: folder };
    expect(parseReference(`oci:${folder}`)).toEqual(layoutAt);
    expect(parseReference(`oci-layout:${folder}:v1`)).toEqual({ ...layoutAt, tag: "v1" });
    expect(parseReference(`dir:${folder}`)).toEqual({ kind: "folder", path: folder });
    expect(parseReference(`oci-archive:${archive}`)).toEqual({ kind: "archive", path: archive });
    expect(parseReference(`docker-archive:${archive}:a/b:1`)).toEqual({
      kind: "archive",
      path: archive,
      tag: "a/b:1",
    });
    const dockerfile = { kind: "dockerfile", path: file, folder };
    expect(parseReference(`dockerfile:${folder}`)).toEqual(dockerfile);
    expect(parseReference(`dockerfile:${file}`)).toEqual(dockerfile);
    expect(parseReference("docker:shop/web:1.4")).toEqual({ kind: "engine", name: "shop/web:1.4" });
    expect(parseReference("docker-daemon:web:1")).toMatchObject({ engine: "docker" });
    expect(parseReference("containers-storage:localhost/web")).toMatchObject({ engine: "podman" });
  });

  it("needs no transport where it is plain", async () => {
    const { folder } = await layout(HELLO);
    const plain = temporaryFolder();
    writeFileSync(join(plain, "web.Dockerfile"), "");
    writeFileSync(join(plain, "web.tar"), "");
    expect(parseReference(folder).kind).toBe("oci-layout");
    expect(parseReference(plain).kind).toBe("folder");
    writeFileSync(join(plain, "Containerfile"), "");
    expect(parseReference(plain)).toEqual({
      kind: "dockerfile",
      path: join(plain, "Containerfile"),
      folder: plain,
    });
    expect(parseReference(`dir:${plain}`).kind).toBe("folder");
    expect(parseReference(join(plain, "web.Dockerfile")).kind).toBe("dockerfile");
    expect(parseReference(join(plain, "web.tar")).kind).toBe("archive");
    expect(parseReference("alpine:3.20")).toEqual({ kind: "engine", name: "alpine:3.20" });
    expect(parseReference("localhost:5000/a/b@sha256:00")).toMatchObject({ kind: "engine" });
  });

  it.each([
    ["", "BAD_IMAGE_REFERENCE"],
    ["--privileged", "BAD_IMAGE_REFERENCE"],
    ["docker:--privileged", "BAD_IMAGE_REFERENCE"],
    ["a b", "BAD_IMAGE_REFERENCE"],
    ["alpine\n", "BAD_IMAGE_REFERENCE"],
    ["./nowhere", "NO_OWN_IMAGE"],
    ["oci:/nowhere", "NO_OWN_IMAGE"],
    ["oci-archive:/etc", "BAD_IMAGE_REFERENCE"],
    ["dir:/etc/passwd", "BAD_IMAGE_REFERENCE"],
    ["dockerfile:/proc", "BAD_IMAGE_REFERENCE"],
  ])("is refused as %j", (text, code) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe("an OCI layout", () => {
  it.each<Compression>(["none", "gzip", "zstd"])("has its files, compressed: %s", async (how) => {
    const { blobs } = await layout({ ...HELLO, compression: how });
    expect(await filesOf(blobs)).toEqual(["/etc/more", "/etc/motd"]);
  });

  it("has the same id however its layers are compressed", async () => {
    const ids = await Promise.all(
      (["none", "gzip", "zstd"] as const).map(async (compression) => {
        const { blobs } = await layout({ ...HELLO, compression });
        return readImage(blobs).id;
      }),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it("says what a command inside is given", async () => {
    const config = { Env: ["PATH=/opt/bin", "A=1"], WorkingDir: "/srv", Entrypoint: ["web"] };
    const { blobs } = await layout({ ...HELLO, config: { ...config, Cmd: null } });
    expect(readImage(blobs).config).toEqual({
      env: ["PATH=/opt/bin", "A=1"],
      workdir: "/srv",
      entrypoint: ["web"],
      cmd: [],
    });
  });

  it("with several images needs a tag", async () => {
    const other = { layers: [[{ name: "other" }]], tag: "b" };
    const { blobs } = await layout({ ...HELLO, tag: "a" }, other);
    expect(() => readImage(blobs)).toThrow(expect.objectContaining({ code: "NO_SUCH_TAG" }));
    expect(() => readImage(blobs, "c")).toThrow(expect.objectContaining({ code: "NO_SUCH_TAG" }));
    expect(await filesOf(blobs, "b")).toEqual(["/other"]);
  });

  it("for another architecture is refused", async () => {
    const { blobs } = await layout({ ...HELLO, architecture: "s390x" });
    expect(() => readImage(blobs)).toThrow(expect.objectContaining({ code: "OTHER_ARCHITECTURE" }));
  });

  it("is refused where any of its parts is another one, is cut off, or is missing", async () => {
    for (const compression of ["none", "gzip", "zstd"] as const) {
      const { files, folder, blobs } = await layout({ ...HELLO, compression });
      const parts = [...files.keys()].filter((name) => name.startsWith("blobs/"));
      expect(parts).toHaveLength(4);
      for (const part of parts) {
        const bytes = files.get(part) as Buffer;
        const at = join(folder, part);
        const changed = Buffer.from(bytes);
        const middle = Math.floor(changed.length / 2);
        changed[middle] = (changed[middle] ?? 0) ^ 1;
        writeFileSync(at, changed);
        expect(DAMAGED, part).toContain(await codeOf(filesOf(blobs)));
        writeFileSync(at, bytes);
        truncateSync(at, bytes.length - 10);
        expect(await codeOf(filesOf(blobs)), part).toBe("IMAGE_DAMAGED");
        writeFileSync(at, bytes);
        const without: Blobs = { find: (name) => (name === part ? undefined : blobs.find(name)) };
        expect(await codeOf(filesOf(without)), part).toBe("IMAGE_DAMAGED");
      }
      expect(await filesOf(blobs)).toHaveLength(2);
    }
  });
});

describe("an archive", () => {
  it("of a layout has its image, also compressed, and its names are no paths", async () => {
    const files = await layoutFiles([HELLO]);
    files.set("../../escaped", Buffer.from("x"));
    const tar = await archiveOf(files);
    for (const bytes of [tar, gzipSync(tar)]) {
      const around = temporaryFolder();
      const folder = join(around, "a");
      mkdirSync(folder);
      const file = join(around, "image.tar");
      writeFileSync(file, bytes);
      expect(await filesOf(await unpackArchive(file, folder))).toEqual(["/etc/more", "/etc/motd"]);
    }
  });

  it("of `docker save` has its image", async () => {
    const layer = await tarOf([{ name: "etc/motd", content: "hello\n" }]);
    const config = Buffer.from(
      JSON.stringify({
        os: "linux",
        architecture: OURS,
        rootfs: { diff_ids: [`sha256:${sha256(layer)}`] },
      }),
    );
    const list = [{ Config: "c.json", RepoTags: ["web:1"], Layers: ["0/layer.tar"] }];
    const tar = await tarOf([
      { name: "0/layer.tar", content: layer },
      { name: "c.json", content: config },
      { name: "manifest.json", content: JSON.stringify(list) },
    ]);
    const folder = temporaryFolder();
    const file = join(folder, "saved.tar");
    writeFileSync(file, tar);
    const members = join(folder, "members");
    mkdirSync(members);
    const blobs = await unpackArchive(file, members);
    expect(await filesOf(blobs, "web:1")).toEqual(["/etc/motd"]);
    expect(readImage(blobs).id).toBe(sha256(config));
    expect(() => readImage(blobs, "web:2")).toThrow(
      expect.objectContaining({ code: "NO_SUCH_TAG" }),
    );
  });

  it.each([
    ["no archive", Buffer.from("no archive".repeat(100))],
    ["half an archive", undefined],
    ["empty", Buffer.alloc(0)],
  ])("that is %s is refused", async (_, given) => {
    const whole = await archiveOf(await layoutFiles([HELLO]));
    const folder = temporaryFolder();
    const file = join(folder, "image.tar");
    writeFileSync(file, given ?? whole.subarray(0, 700));
    const read = async () => readImage(await unpackArchive(file, folder));
    await expect(read()).rejects.toMatchObject({ code: "IMAGE_DAMAGED" });
  });
});

describe("a folder", () => {
  it("is told from another by what is in it, and copied without what is no file", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/tool"), "x", { mode: 0o755 });
    symlinkSync("/bin/tool", join(folder, "link"));
    const first = hashFolder(folder);
    expect(hashFolder(folder)).toBe(first);
    const root = join(temporaryFolder(), "root");
    mkdirSync(root);
    const tree = new Tree(root);
    await copyFolder(folder, tree);
    expect(tree.listing()).toEqual(["/bin/tool"]);
    expect(hashFolder(root)).toBe(first);
    // Its age is not what is in it; where a link leads is.
    utimesSync(join(folder, "bin/tool"), 1e9, 1e9);
    expect(hashFolder(folder)).toBe(first);
    rmSync(join(folder, "link"));
    symlinkSync("/bin/other", join(folder, "link"));
    const linked = hashFolder(folder);
    expect(linked).not.toBe(first);
    writeFileSync(join(folder, "bin/tool"), "y");
    expect(hashFolder(folder)).not.toBe(linked);
  });
});
