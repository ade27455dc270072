/** What a reader must know of a run that measured an image of the user's. */
import { say } from "../messages.ts";
import type { Run } from "../schema.ts";
import type { ImageOriginKind, Message } from "../types.ts";

const KINDS: Readonly<Record<ImageOriginKind, Message>> = {
  folder: say("own-image.kind-folder"),
  "oci-layout": say("own-image.kind-oci-layout"),
  archive: say("own-image.kind-archive"),
  engine: say("own-image.kind-engine"),
  dockerfile: say("own-image.kind-dockerfile"),
};

/** Undefined for the image that isotax builds. Otherwise: where the image is from, and what native means. */
export function imageNote({ image }: Pick<Run, "image">, short = false): Message | undefined {
  if (image.from === undefined) return undefined;
  const { kind, digest, name = "" } = image.from;
  const of = { kind: KINDS[kind], name };
  return short ? say("own-image.note-short", of) : say("own-image.note", { ...of, digest });
}
