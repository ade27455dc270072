/** Where an engine keeps the layers of an image, as its `image inspect` tells. */
import { existsSync } from "node:fs";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";

export interface LayerFolders {
  /** On the host. The layer that was added last. */
  readonly own: string;
  readonly below: readonly string[];
}

/** As both engines print it. */
interface GraphDriver {
  readonly Name?: string;
  readonly Data?: { readonly UpperDir?: string; readonly LowerDir?: string } | null;
}

/**
 * Reads the printed driver of an image. `outside` turns a path of the engine into one of the host.
 * Errors: `NO_LAYER_FOLDERS` if the engine keeps layers in another way.
 */
export function layerFolders(
  engine: string,
  printed: string,
  outside: (path: string) => string,
): LayerFolders {
  const { Name: driver = "", Data } = (JSON.parse(printed) ?? {}) as GraphDriver;
  const { UpperDir: upper, LowerDir: lower } = Data ?? {};
  if (upper !== undefined && lower !== undefined) {
    const folders = { own: outside(upper), below: lower.split(":").map(outside) };
    if ([folders.own, ...folders.below].every((folder) => existsSync(folder))) return folders;
  }
  throw new IsotaxError(
    "NO_LAYER_FOLDERS",
    say("sharing.no-layer-folders", { engine, driver }),
    say("sharing.use-overlay"),
  );
}
