/** A way in which images are packed and delivered. Each file in formats/ exports one as `format`. */
import type { DeliveredVersion, DeliverySpec, Image, Lack } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import type { ShellText } from "../host/shell.ts";
import type { FirstProcess } from "../instance/first-process.ts";
import type { Link } from "./link.ts";
import type { Server } from "./server.ts";

/** Rate and delay. */
export type LinkSpec = Pick<DeliverySpec, "mbit" | "rttMs">;

export interface Format {
  /** Equals the file's name. */
  readonly id: string;
  /** The id of the target whose client fetches it. */
  readonly target: string;
  /** Whether short runs measure it: what people use, or the best of what they could. */
  readonly main?: boolean;
  /** Whether files are fetched when they are read. */
  readonly lazy?: boolean;
  /** Programs of the host without which it cannot be had. */
  readonly tools: readonly string[];
  /**
   * Why else it cannot be had here, or why it is not measured over such a link. Only looked at:
   * nothing is started.
   */
  probe?(link: LinkSpec): Lack | undefined;
  /** Packs all versions, unless they are in the cache, and puts them where a server has them. */
  serve(context: RunContext, image: Image): Promise<Server>;
  /** Makes an empty store. */
  openStore(order: StoreOrder): Promise<Store>;
}

export interface StoreOrder {
  readonly context: RunContext;
  readonly image: Image;
  /** Host CPU numbers for the client and for what it runs. */
  readonly cpus: readonly number[];
  readonly memoryMiB: number;
  /** Shell lines that a service of the store runs first, so that its use is the client's. */
  readonly join: readonly ShellText[];
  readonly signal: AbortSignal;
}

/** Where a store fetches from. */
export interface From {
  readonly link: Link;
  readonly port: number;
}

/** A store of a client that fetches images. Whatever it runs is in its own network namespace. */
export interface Store {
  /** A process in that namespace. */
  readonly namespace: number;
  /** The folder that everything it fetches goes to. */
  readonly folder: string;
  /** The words before a command that run it in the client's namespaces: the only way to do so. */
  readonly enter: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its services, which write to the disk for their clients. */
  readonly services?: readonly number[];
  /** The command that fetches what the store lacks of a version. */
  pull(from: From, version: DeliveredVersion): readonly string[];
  /** How a command is run in a version that was pulled. */
  run(from: From, version: DeliveredVersion, entry: readonly string[]): Running;
  close(): Promise<void>;
}

export interface Running {
  readonly argv: readonly string[];
  readonly input?: string;
  /** How the first process tells of itself, if the output is not the entry's alone. */
  readonly first?: FirstProcess;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}
