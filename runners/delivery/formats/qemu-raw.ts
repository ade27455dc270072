import { join } from "node:path";
import { fetchedFormat } from "../vm/http.ts";
import { eachVersion, packs } from "../vm/packing.ts";

/** The whole disk of each version, compressed as podman-zstd's layers are. */
export const format = fetchedFormat({
  id: "qemu-raw",
  main: true,
  packing: {
    id: "qemu-raw",
    packers: ["zstd"],
    pack: (disks, folder) =>
      eachVersion(disks, async (version, disk) => {
        const file = `${version}.raw.zst`;
        await packs(["zstd", "-3", "-T1", "-q", disk, "-o", join(folder, file)]);
        return [file];
      }),
  },
  disk: (store, _from, version) => ({ format: "raw", file: join(store, `${version}.raw`) }),
});
