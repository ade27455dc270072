import { join } from "node:path";
import { ROOT } from "../../../bench/built.ts";
import { say } from "../../../bench/messages.ts";
import { fetchedFormat, fetching } from "../vm/http.ts";
import { type DiskPacking, eachVersion, packs } from "../vm/packing.ts";

const ID = "qemu-casync";
const EXTRACT = join(ROOT, "runners/delivery/vm/extract.sh");

const CHUNKS: DiskPacking = {
  id: ID,
  packers: ["casync"],
  pack: (disks, folder) =>
    eachVersion(disks, async (version, disk) => {
      const index = `${version}.caibx`;
      const store = `--store=${join(folder, "chunks.castr")}`;
      await packs(["casync", "make", store, join(folder, index), disk]);
      return [index];
    }),
};

/** The disk in chunks that are cut by their content: those of the last version are taken from there. */
export const format = fetchedFormat({
  id: ID,
  packing: CHUNKS,
  pull: (store, from, version) => {
    const [shell, ...fetch] = fetching(ID)(store, from, version);
    return [shell, EXTRACT, ...fetch];
  },
  lackOver: ({ rttMs }) =>
    rttMs > 0
      ? { reason: say("delivery.one-by-one", { tool: "casync" }), remedy: say("delivery.no-rtt") }
      : undefined,
  disk: (store, _from, version) => ({ format: "raw", file: join(store, `${version}.raw`) }),
});
