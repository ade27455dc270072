/** Images for tests: OCI layouts and archives that are made here, entry by entry. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";

export type TestEntry = Partial<Header> & {
  readonly name: string;
  readonly content?: string | Buffer;
};

/** A tar archive with these entries, in this order. */
export async function tarOf(entries: readonly TestEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = "", ...header } of entries) tar.entry(header, content);
  tar.finalize();
  return buffer(tar as unknown as NodeJS.ReadableStream);
}

export type Compression = "none" | "gzip" | "zstd";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const SUFFIX = { none: "", gzip: "+gzip", zstd: "+zstd" } as const;

export interface TestImage {
  readonly layers: readonly (readonly TestEntry[])[];
  readonly compression?: Compression;
  readonly tag?: string;
  readonly architecture?: string;
  readonly config?: object;
}

export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The files of an OCI layout, by their names. */
export async function layoutFiles(images: readonly TestImage[]): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const blob = (bytes: Buffer) => {
    const digest = `sha256:${sha256(bytes)}`;
    files.set(`blobs/${digest.replace(":", "/")}`, bytes);
    return { digest, size: bytes.length };
  };
  const json = (value: object) => blob(Buffer.from(JSON.stringify(value)));
  const manifests: object[] = [];
  for (const { layers, compression = "gzip", tag, architecture, config } of images) {
    const tars = await Promise.all(layers.map(tarOf));
    const manifest = json({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: {
        mediaType: "application/vnd.oci.image.config.v1+json",
        ...json({
          os: "linux",
          architecture: architecture ?? OURS,
          rootfs: { type: "layers", diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
          history: layers.map(() => ({ created_by: "test" })),
          config: config ?? {},
        }),
      },
      layers: tars.map((tar) => ({
        mediaType: `application/vnd.oci.image.layer.v1.tar${SUFFIX[compression]}`,
        ...blob(compressed(tar, compression)),
      })),
    });
    const annotations = tag === undefined ? {} : { "org.opencontainers.image.ref.name": tag };
    manifests.push({ mediaType: MANIFEST, ...manifest, annotations });
  }
  files.set("index.json", Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
  files.set("oci-layout", Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  return files;
}

export const OURS = process.arch === "x64" ? "amd64" : process.arch;

function compressed(tar: Buffer, compression: Compression): Buffer {
  if (compression === "gzip") return gzipSync(tar);
  return compression === "none"
    ? tar
    : execFileSync("zstd", ["-q", "-c"], { input: tar, maxBuffer: 2 ** 26 });
}

export function writeLayout(folder: string, files: ReadonlyMap<string, Buffer>): void {
  mkdirSync(join(folder, "blobs/sha256"), { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}

/** The layout as one archive. */
export function archiveOf(files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  return tarOf([...files].map(([name, content]) => ({ name, content })));
}
