/**
 * Mounts of archives that are on a server of files. A pull fetches the index and mounts it (FUSE).
 * Chunks come when something reads them. casync keeps none of them for another mount: it fails where
 * a local store has some ("Resource temporarily unavailable"), and a seed, which is read as a whole
 * first, took minutes. The mount serves until the store is closed.
 */
import { join } from "node:path";
import { makeFolder } from "../../bench/files.ts";
import type { DeliveredVersion } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import { which } from "../host/process.ts";
import { overlayOptions } from "../primitives/mounts.ts";
import { indexPath } from "./casync-archives.ts";
import { crunPlace } from "./crun.ts";
import type { Store, StoreOrder } from "./format.ts";

/**
 * $1: where to mount, $2: a file for casync's words, then casync's command. It must not hold the
 * standard output, because it stays. The pull ends when the root can be seen: the mount is there
 * before it serves.
 */
const MOUNT = [
  'at=$1 words=$2; shift 2; "$@" "$at" >"$words" 2>&1 & mounted=$!',
  'until grep -qF " $at fuse" /proc/self/mounts; do',
  'kill -0 "$mounted" 2>/dev/null || { cat "$words" >&2; exit 1; }; sleep 0.01; done',
  '[ -d "$at/" ] || { cat "$words" >&2; exit 1; }',
].join("\n");

/** $1: the options of a writable layer, $2: where to mount it, then a command. */
const LAYERED = 'mount -t overlay -o "$1" overlay "$2" && shift 2 && exec "$@"';

export function openCasyncStore(order: StoreOrder): Promise<Store> {
  return unwoundOnFailure(async (closers) => {
    const { inside, container, ...place } = await crunPlace(order, closers);
    const casync = which("casync") ?? "casync";
    const mounts = new Map<DeliveredVersion, string>();
    let made = 0;
    const folderOf = (name: string) => {
      const folder = join(place.folder, `${name}-${++made}`);
      makeFolder(folder);
      return inside(folder);
    };
    return {
      ...place,
      pull: ({ link, port }, version) => {
        const at = folderOf("mount");
        mounts.set(version, at);
        const url = `http://${link.server}:${port}/${indexPath(version)}`;
        return ["sh", "-c", MOUNT, "sh", at, `${at}.words`, casync, "mount", url];
      },
      run: (_from, version, entry) => {
        const lower = mounts.get(version);
        if (lower === undefined) throw new Error(`${version} was not pulled`);
        const [root, upper, work] = [folderOf("root"), folderOf("upper"), folderOf("work")];
        const layer = overlayOptions(lower, upper, work);
        return { argv: container(root, entry, ["sh", "-c", LAYERED, "sh", layer, root]) };
      },
      close: () => closers.unwind(true),
    };
  });
}
