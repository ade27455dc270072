import { linkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../bench/built.ts";
import type { Format } from "../format.ts";
import { bootFilesOf } from "../vm/boot-files.ts";
import { VM_TOOLS } from "../vm/http.ts";
import { type DiskPacking, eachVersion, goodsOf } from "../vm/packing.ts";
import { MODULE, rsyncServerOf } from "../vm/rsync-server.ts";
import { stock } from "../vm/shelf.ts";
import { openVmStore } from "../vm/store.ts";

const ID = "qemu-rsync";
const FETCH = join(ROOT, "runners/delivery/vm/fetch-by-rsync.sh");

const UNPACKED: DiskPacking = {
  id: ID,
  packers: [],
  pack: (disks, folder) =>
    eachVersion(disks, async (version, disk) => {
      const file = `${version}.raw`;
      linkSync(disk, join(folder, file));
      return [file];
    }),
};

/** The disk as it is: of each version only what differs from the last one travels, compressed. */
export const format: Format = {
  id: ID,
  target: "qemu-microvm",
  tools: [...VM_TOOLS, "rsync"],
  serve: async (context, image) => {
    const goods = await goodsOf(context, image, UNPACKED);
    const boot = await bootFilesOf(context);
    const server = await rsyncServerOf(context);
    await stock(server, ID, goods, boot);
    return server;
  },
  openStore: (order) =>
    openVmStore(order, {
      pull: (store, { link, port }, version) => {
        const url = `rsync://${link.server}:${port}/${MODULE}/${ID}`;
        return ["sh", FETCH, store, url, version];
      },
      disk: (store, _from, version) => ({ format: "raw", file: join(store, `${version}.raw`) }),
    }),
};
