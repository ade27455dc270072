/** Layers that are an archive, compressed as a whole. */
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";
import type { Descriptor } from "./oci.ts";
import { digestOf } from "./packed.ts";

export const ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

/** `compressor` writes to its standard output what it reads from its standard input. */
export async function compressed(
  compressor: readonly string[],
  file: string,
  to: string,
  mediaType: string,
): Promise<Omit<Descriptor, "size">> {
  const script = 'from=$1 to=$2 && shift 2 && exec "$@" <"$from" >"$to"';
  await run(["sh", "-c", script, "sh", file, to, ...compressor], {
    timeoutMs: PACKING_DEADLINE_MS,
  });
  return { mediaType, digest: digestOf(to) };
}
