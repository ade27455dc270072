/** What is delivered in tests: a small image, and how its tree is listed inside and at its source. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../bench/files.ts";
import type { Command, DeliveredVersion, Image } from "../bench/types.ts";
import { filesOf, TIMES, VERSIONS } from "../runners/delivery/layers.ts";
import { imageTool } from "../runners/images/tools.ts";

/** Where an engine puts files and folders of its own into a container. */
const ENGINES = ["proc", "sys", "dev", "run", "etc/hosts", "etc/hostname", "etc/resolv.conf"];
ENGINES.push("etc/mtab", ".dockerenv");

/** Prints the files inside: mode, time and hash, or where a link leads to. */
export const LIST: Command = {
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
      // A guest reads its command as one line.
    ].join("; "),
  ],
};

/** A base that has what archives may lose: rights, links, empty folders and empty files. */
export function smallImage(rootfs: string): Image {
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
export function timed(lines: readonly string[], keepsTimes: boolean): readonly string[] {
  const some = lines.filter((line) => line !== "");
  return keepsTimes ? some : some.map((line) => line.replace(/^(\d+) \d+ /, "$1 "));
}

export function hashOf(lines: readonly string[]): string {
  return sha256([...lines].sort().join("\n"));
}

/** The lines that only one of them has. */
export function differing(some: readonly string[], others: readonly string[]): readonly string[] {
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
export function expectedLines(
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
