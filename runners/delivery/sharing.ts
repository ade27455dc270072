/** A way in which services share a base. Each file of sharings/ exports one as `sharing`. */
import type { Image, Lack, ServiceRoot } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";

export interface Sharing {
  /** Equals the file's name. */
  readonly id: string;
  /** The id of the target that starts such services. */
  readonly target: string;
  /** What readers know it by. The target has no other of the same name. */
  readonly way: string;
  /** Why it cannot be had here. Only looked at: nothing is started. */
  probe(): Lack | undefined;
  /** Makes the services. What fails half way is removed with the folder, or here. */
  make(around: Surroundings): Promise<Made>;
}

export interface Surroundings {
  readonly context: RunContext;
  readonly image: Image;
  /** A folder of the share's own, below the cache folder. It is removed with the share. */
  readonly folder: string;
  /** A folder for each service, with its own files in `TREE`, and room for whatever is made of them. */
  readonly services: readonly string[];
  readonly signal: AbortSignal;
}

/** The name of the folder whose content lies above the base. */
export const TREE = "tree";

export interface Made {
  /** Files and folders of the host that belong to all services. */
  readonly base: readonly string[];
  readonly services: readonly MadeService[];
  close?(): Promise<void>;
}

export interface MadeService {
  readonly root: ServiceRoot;
  /** Files and folders of the host that belong to this service alone. */
  readonly own: readonly string[];
}
