import { join } from "node:path";
import { fetchedFormat } from "../vm/http.ts";
import { WHOLE } from "../vm/qcow2.ts";

/** The whole disk of each version, which stays compressed in the store. */
export const format = fetchedFormat({
  id: "qemu-qcow2",
  packing: WHOLE,
  disk: (store, _from, version) => ({ format: "qcow2", file: join(store, `${version}.qcow2`) }),
});
