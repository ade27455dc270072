/** A way in which images are packed and delivered. Each file in formats/ exports one as `format`. */
import type { DeliveredVersion } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import type { RunOptions } from "../host/process.ts";
import type { LayerArchive } from "./layers.ts";
import type { Link } from "./link.ts";
import type { Descriptor } from "./oci.ts";

export interface Format {
  /** Equals the file's name. */
  readonly id: string;
  /** The id of the target whose client pulls it. */
  readonly target: string;
  /** What tells packed layers from those of another version of the packer. */
  packer(context: RunContext): Promise<string>;
  /** Packs a layer into this file. */
  pack(context: RunContext, layer: LayerArchive, file: string): Promise<Omit<Descriptor, "size">>;
  /** Makes an empty store. */
  openStore(context: RunContext): Promise<Store>;
}

/** A store of a client that pulls images. Whatever it runs is in its own network namespace. */
export interface Store {
  /** A process in that namespace. */
  readonly namespace: number;
  /** The folder that everything it fetches goes to. */
  readonly folder: string;
  /** The words of the command that pulls a version, which `start` starts. */
  pull(from: { readonly link: Link; readonly port: number }, image: ImageName): readonly string[];
  /** The words that come before a command that is to be run in a version that was pulled. */
  materialise(
    from: { readonly link: Link; readonly port: number },
    image: ImageName,
  ): readonly string[];
  /** Runs a command in the client's namespaces: the only way to run one there. */
  start(words: readonly string[], options: RunOptions): Promise<Ran>;
  close(): Promise<void>;
}

export interface ImageName {
  readonly format: string;
  readonly version: DeliveredVersion;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}
