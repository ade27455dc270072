/** Formats of VMs' disks that a client fetches from the server of plain files. */
import { join } from "node:path";
import { ROOT } from "../../../bench/built.ts";
import type { DeliveredVersion } from "../../../bench/types.ts";
import { QEMU } from "../../vm/qemu/machine.ts";
import { fileServerOf } from "../file-server.ts";
import type { Format, From } from "../format.ts";
import { bootFilesOf } from "./boot-files.ts";
import { type DiskPacking, goodsOf } from "./packing.ts";
import { stock } from "./shelf.ts";
import { type Client, openVmStore } from "./store.ts";

const FETCH = join(ROOT, "runners/delivery/vm/fetch.sh");

/** What every format of a VM needs: it packs disks, and starts a VM. */
export const VM_TOOLS = [QEMU, "mke2fs", "debugfs", "zstd"];

export interface FetchedFormat {
  readonly id: string;
  readonly main?: boolean;
  readonly lazy?: boolean;
  readonly packing: DiskPacking;
  /** What the client needs beside curl. */
  readonly tools?: readonly string[];
  /** Which files of a version are fetched before it runs; all of them, if absent. */
  readonly fetched?: (file: string) => boolean;
  /** The words that fetch a version, if it takes more than to fetch its files. */
  readonly pull?: Client["pull"];
  readonly disk: Client["disk"];
  /** Why it is not measured over a link, if it would take too long. */
  readonly lackOver?: Format["probe"];
}

export function fetchedFormat(of: FetchedFormat): Format {
  const { id, main = false, lazy = false, packing, tools = [], lackOver, fetched, disk } = of;
  const pull = of.pull ?? fetching(id);
  return {
    id,
    target: "qemu-microvm",
    main,
    lazy,
    tools: [...new Set([...VM_TOOLS, ...packing.packers, "curl", ...tools])],
    ...(lackOver === undefined ? {} : { probe: lackOver }),
    serve: async (context, image) => {
      const goods = await goodsOf(context, image, packing);
      const boot = await bootFilesOf(context);
      const server = await fileServerOf(context);
      await stock(server, id, goods, boot, fetched);
      return server;
    },
    openStore: (order) => openVmStore(order, { pull, disk }),
  };
}

/** The words that fetch the files of a version which a store lacks. */
export function fetching(id: string) {
  return (store: string, from: From, version: DeliveredVersion) =>
    ["sh", FETCH, store, urlOf(from, id), version] as const;
}

/** The URL of a format's folder. */
export function urlOf({ link, port }: From, id: string): string {
  return `http://${link.server}:${port}/${id}`;
}
