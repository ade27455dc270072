import { rmSync } from "node:fs";
import { join } from "node:path";
import type { DeliveredVersion } from "../../../bench/types.ts";
import { fetchedFormat } from "../vm/http.ts";
import { eachVersion, packs } from "../vm/packing.ts";
import { writeDelta, writeWhole } from "../vm/qcow2.ts";

/** The versions below each, the lowest first. */
const BELOW: Readonly<Record<DeliveredVersion, readonly DeliveredVersion[]>> = {
  base: [],
  first: ["base"],
  "file-changed": ["base", "first"],
  "dependency-changed": ["base", "first"],
};

const fileOf = (version: DeliveredVersion) => `${version}.qcow2`;

/** A disk above another one, as layers are: only what lies above travels to a store with the base. */
export const format = fetchedFormat({
  id: "qemu-backing",
  main: true,
  packing: {
    id: "qemu-backing",
    packers: ["qemu-img", "zstd"],
    pack: async (disks, folder) => {
      const versions = await eachVersion(disks, async (version, disk) => {
        const below = BELOW[version].at(-1);
        if (below === undefined) await writeWhole(disk, join(folder, fileOf(version)));
        else await writeDelta(disk, fileOf(below), folder, fileOf(version));
        return [...BELOW[version], version].map((one) => shippedOf(one));
      });
      for (const version of Object.keys(versions) as DeliveredVersion[]) {
        const file = join(folder, fileOf(version));
        if (BELOW[version].length === 0) continue;
        await packs(["zstd", "-3", "-T1", "-q", file, "-o", join(folder, shippedOf(version))]);
        rmSync(file);
      }
      return versions;
    },
  },
  disk: (store, _from, version) => ({ format: "qcow2", file: join(store, fileOf(version)) }),
});

/** More than half of a small delta are tables of mostly zeros. */
function shippedOf(version: DeliveredVersion): string {
  return BELOW[version].length === 0 ? fileOf(version) : `${fileOf(version)}.zst`;
}
