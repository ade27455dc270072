/**
 * What an OCI image consists of: its index, manifest and configuration (image-spec), or the list
 * that `docker save` writes. All of it is untrusted.
 */
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { z } from "zod";
import { asMessage, IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { ImageConfig } from "../../../bench/types.ts";
import { parseJson, readText, UnfitFile } from "../../../bench/untrusted.ts";
import { damaged, type Layer } from "./layers.ts";

/** The files of a layout or an archive. */
export interface Blobs {
  /** The file on the host that has this name inside; undefined if there is none. */
  find(name: string): string | undefined;
}

export interface OciImage {
  /** sha256 of the configuration. */
  readonly id: string;
  /** From the lowest to the highest. */
  readonly layers: readonly Layer[];
  readonly config: ImageConfig;
}

const MOST_BYTES = 16 * 2 ** 20;
const MOST_LAYERS = 1000;

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const Descriptor = z.object({
  mediaType: z.string().default(""),
  digest: Digest,
  platform: z.object({ os: z.string(), architecture: z.string() }).optional(),
  annotations: z.record(z.string(), z.string()).nullish(),
});
type Descriptor = z.infer<typeof Descriptor>;
const Index = z.object({ manifests: z.array(Descriptor).max(1000) });
const Manifest = z.object({ config: Descriptor, layers: z.array(Descriptor).max(MOST_LAYERS) });
const Strings = z
  .array(z.string())
  .max(10_000)
  .nullish()
  .transform((list) => list ?? []);
const Config = z.object({
  os: z.string(),
  architecture: z.string(),
  rootfs: z.object({ diff_ids: z.array(Digest).max(MOST_LAYERS) }),
  config: z
    .object({ Env: Strings, Entrypoint: Strings, Cmd: Strings, WorkingDir: z.string().nullish() })
    .nullish(),
});
const Saved = z
  .array(
    z.object({
      Config: z.string(),
      RepoTags: Strings,
      Layers: z.array(z.string()).max(MOST_LAYERS),
    }),
  )
  .max(1000);

/**
 * The image with this tag; without a tag, the only one. Errors: `IMAGE_DAMAGED`, `NO_SUCH_TAG`,
 * `OTHER_ARCHITECTURE`.
 */
export function readImage(blobs: Blobs, tag?: string): OciImage {
  if (blobs.find("index.json") !== undefined) return fromIndex(blobs, tag);
  if (blobs.find("manifest.json") !== undefined) return fromSaved(blobs, tag);
  throw damaged(say("own-image.no-index"));
}

function fromIndex(blobs: Blobs, tag: string | undefined): OciImage {
  const { manifests } = parsed(Index, read(blobs, "index.json"), "index.json");
  const names = ({ annotations }: Descriptor) =>
    [
      annotations?.["org.opencontainers.image.ref.name"],
      annotations?.["io.containerd.image.name"],
    ].filter((name) => name !== undefined);
  const chosen =
    tag === undefined ? manifests : manifests.filter((one) => names(one).includes(tag));
  if (tag !== undefined && chosen.length === 0) throw noTag(tag, manifests.flatMap(names));
  const leaves = forThisMachine(chosen.flatMap((one) => leavesOf(blobs, one)));
  const [one, ...others] = new Map(leaves.map((leaf) => [leaf.digest, leaf])).values();
  if (one === undefined) throw damaged(say("own-image.no-index"));
  if (others.length > 0) throw noTag(tag, manifests.flatMap(names));
  const manifest = parsed(Manifest, verified(blobs, one.digest), one.digest);
  const config = configOf(verified(blobs, manifest.config.digest));
  if (config.diffIds.length !== manifest.layers.length)
    throw damaged(say("own-image.layers-differ"));
  return {
    id: manifest.config.digest.slice("sha256:".length),
    config: config.image,
    layers: manifest.layers.map(({ digest, mediaType }, index) => ({
      file: fileOf(blobs, blobName(digest)),
      compression: compressionOf(mediaType),
      digest: digest.slice("sha256:".length),
      diffId: config.diffIds[index] ?? "",
    })),
  };
}

/** The list of `docker save`, without digests of its own: the configuration has those of the layers. */
function fromSaved(blobs: Blobs, tag: string | undefined): OciImage {
  const images = parsed(Saved, read(blobs, "manifest.json"), "manifest.json");
  const tags = images.flatMap(({ RepoTags }) => RepoTags);
  const [one, ...others] =
    tag === undefined ? images : images.filter(({ RepoTags }) => RepoTags.includes(tag));
  if (one === undefined || others.length > 0) throw noTag(tag, tags);
  const text = read(blobs, one.Config);
  const config = configOf(text);
  if (config.diffIds.length !== one.Layers.length) throw damaged(say("own-image.layers-differ"));
  return {
    id: createHash("sha256").update(text).digest("hex"),
    config: config.image,
    layers: one.Layers.map((name, index) => ({
      file: fileOf(blobs, name),
      compression: "none",
      digest: undefined,
      diffId: config.diffIds[index] ?? "",
    })),
  };
}

/** The manifests that a descriptor stands for: an index may hold others, once. */
function leavesOf(blobs: Blobs, descriptor: Descriptor): readonly Descriptor[] {
  if (!/index\.v1|manifest\.list/.test(descriptor.mediaType)) return [descriptor];
  return parsed(Index, verified(blobs, descriptor.digest), descriptor.digest).manifests;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
const OURS = ARCHITECTURES[process.arch] ?? process.arch;

function forThisMachine(leaves: readonly Descriptor[]): readonly Descriptor[] {
  const ours = leaves.filter(
    ({ platform }) =>
      platform === undefined || (platform.os === "linux" && platform.architecture === OURS),
  );
  if (ours.length > 0 || leaves.length === 0) return ours;
  const there = leaves.map(({ platform }) => `${platform?.os}/${platform?.architecture}`);
  throw otherArchitecture([...new Set(there)]);
}

function otherArchitecture(there: readonly string[]): IsotaxError {
  return new IsotaxError(
    "OTHER_ARCHITECTURE",
    say("own-image.other-architecture", { there, wanted: `linux/${OURS}` }),
    say("own-image.build-for", { platform: `linux/${OURS}` }),
  );
}

function noTag(tag: string | undefined, known: readonly string[]): IsotaxError {
  return new IsotaxError(
    "NO_SUCH_TAG",
    tag === undefined ? say("own-image.several-images") : say("own-image.no-tag", { tag }),
    say("own-image.choose-tag", { known: [...new Set(known)].slice(0, 20) }),
  );
}

function configOf(text: string) {
  const { os, architecture, rootfs, config } = parsed(Config, text, "config");
  if (os !== "linux" || architecture !== OURS) throw otherArchitecture([`${os}/${architecture}`]);
  const image: ImageConfig = {
    env: config?.Env ?? [],
    workdir: config?.WorkingDir || "/",
    entrypoint: config?.Entrypoint ?? [],
    cmd: config?.Cmd ?? [],
  };
  return { image, diffIds: rootfs.diff_ids.map((id) => id.slice("sha256:".length)) };
}

function compressionOf(mediaType: string): Layer["compression"] {
  if (/(?:\+|\.)gzip$/.test(mediaType)) return "gzip";
  if (/\+zstd$/.test(mediaType)) return "zstd";
  if (/(?:tar|diff\.tar)$/.test(mediaType)) return "none";
  throw damaged(say("own-image.unknown-layer", { mediaType }));
}

function blobName(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}

function verified(blobs: Blobs, digest: string): string {
  const text = read(blobs, blobName(digest));
  const found = createHash("sha256").update(text).digest("hex");
  if (`sha256:${found}` === digest) return text;
  throw damaged(say("own-image.other-digest", { digest: digest.slice(7), found }));
}

function fileOf(blobs: Blobs, name: string): string {
  const file = blobs.find(name);
  if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    return file;
  throw damaged(say("own-image.blob-missing", { name: name.slice(0, 200) }));
}

function read(blobs: Blobs, name: string): string {
  try {
    return readText(fileOf(blobs, name), MOST_BYTES);
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error;
    throw damaged(say("own-image.blob-unreadable", { name, why: asMessage(error) }));
  }
}

function parsed<T>(schema: z.ZodType<T>, text: string, name: string): T {
  try {
    return schema.parse(parseJson(text));
  } catch {
    throw damaged(say("own-image.not-as-expected", { name }));
  }
}
