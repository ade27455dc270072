/**
 * Layers as zstd:chunked. Podman alone makes them. It imports the archive and writes it to a folder
 * in this format; the table of contents is found by the layer's annotations, so they are kept.
 */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, tryRun } from "../host/process.ts";
import type { LayerArchive } from "./layers.ts";
import type { Descriptor } from "./oci.ts";
import { hexOf } from "./packed.ts";
import { openPodmanStore, type PodmanStore } from "./podman.ts";

const PLACE_OF_TABLE = "io.containers.zstd-chunked.manifest-position";

const IndexSchema = z.object({ manifests: z.tuple([z.object({ digest: z.string() })]) });
const ManifestSchema = z.object({
  layers: z.tuple([
    z.object({
      mediaType: z.string(),
      digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
  ]),
});

/** Errors: `NOT_CHUNKED` if this Podman cannot make them. */
export async function chunked(
  context: RunContext,
  layer: LayerArchive,
  to: string,
): Promise<Omit<Descriptor, "size">> {
  // A new store for each layer: a layer that Podman has packed before would lose its annotations.
  const store = await openPodmanStore(context, "layers");
  try {
    const folder = join(store.folder, "layout");
    await succeed(store, ["import", "--quiet", store.inside(layer.file), "layer"]);
    const target = `oci:${store.inside(folder)}:layer`;
    await succeed(store, ["push", "--quiet", "--compression-format=zstd:chunked", "layer", target]);
    const blob = (digest: string) => join(folder, "blobs/sha256", hexOf(digest));
    const { manifests } = IndexSchema.parse(read(join(folder, "index.json")));
    const { layers } = ManifestSchema.parse(read(blob(manifests[0].digest)));
    const { mediaType, digest, annotations = {} } = layers[0];
    if (annotations[PLACE_OF_TABLE] === undefined) throw notChunked(PLACE_OF_TABLE);
    copyFileSync(blob(digest), to);
    return { mediaType, digest, annotations };
  } finally {
    await store.close();
  }
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

async function succeed(store: PodmanStore, words: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await tryRun([...store.enter, ...store.argv(words)], {
    env: store.env,
    onlyEnv: true,
    timeoutMs: PACKING_DEADLINE_MS,
  });
  if (exitCode !== 0) throw notChunked(stderr.trim().slice(-1000));
}

function notChunked(words: string): IsotaxError {
  return new IsotaxError(
    "NOT_CHUNKED",
    say("delivery.not-chunked", { words }),
    say("delivery.newer-podman"),
  );
}
