/** Manifests of images, and where a registry keeps them (OCI image specification 1.0). */
import { createHash } from "node:crypto";

/** A blob, as a manifest refers to it. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A layer as it is packed, and the digest of the archive that it unpacks to. */
export interface PackedLayer {
  readonly descriptor: Descriptor;
  readonly diffId: string;
}

/** A small blob that is made here. */
export interface Document {
  readonly descriptor: Descriptor;
  readonly text: string;
}

const CONFIG = "application/vnd.oci.image.config.v1+json";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

/** The names of Node's architectures in images (Go's GOARCH). */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64" };

/** An image of these layers, the lowest first. It has no time, so that it is always the same. */
export function imageOf(layers: readonly PackedLayer[]): {
  readonly config: Document;
  readonly manifest: Document;
} {
  const config = documentOf(CONFIG, {
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
  });
  const manifest = documentOf(MANIFEST, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => descriptor),
  });
  return { config, manifest };
}

function documentOf(mediaType: string, content: unknown): Document {
  const text = JSON.stringify(content);
  const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return { descriptor: { mediaType, digest, size: Buffer.byteLength(text) }, text };
}
