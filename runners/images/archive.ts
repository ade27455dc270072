import { PACKING_DEADLINE_MS, type RunOptions, run } from "../host/process.ts";

/** Streams a root filesystem into an engine's import, as a tar archive that is always the same. */
export async function importArchive(
  rootfs: string,
  importing: readonly string[],
  options: RunOptions = {},
): Promise<void> {
  const script =
    'cd "$1" && shift && tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner . | "$@"';
  await run(["sh", "-c", script, "sh", rootfs, ...importing], {
    timeoutMs: PACKING_DEADLINE_MS,
    ...options,
  });
}
