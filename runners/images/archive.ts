import type { Image } from "../../bench/types.ts";
import { PACKING_DEADLINE_MS, type RunOptions, run } from "../host/process.ts";

/** Streams a root filesystem into an engine's import, as a tar archive that is always the same. */
export async function importArchive(
  { rootfs, origin }: Pick<Image, "rootfs" | "origin">,
  importing: readonly string[],
  options: RunOptions = {},
): Promise<void> {
  // Programs of a user's image may look at the times of their files (Python compiles what has changed).
  const times = origin === undefined ? " --mtime=@0" : "";
  const script = `cd "$1" && shift && tar --create --sort=name${times} --owner=0 --group=0 --numeric-owner . | "$@"`;
  await run(["sh", "-c", script, "sh", rootfs, ...importing], {
    timeoutMs: PACKING_DEADLINE_MS,
    ...options,
  });
}
