import { fetchedFormat, urlOf } from "../vm/http.ts";
import { WHOLE } from "../vm/qcow2.ts";

const ID = "qemu-http";

/** Smaller ones ask for each cluster in turn; without any QEMU 7.2 hangs. */
const READ_AHEAD_BYTES = 262_144;

/**
 * The disk stays with the server: QEMU reads what the guest reads, each time. Only the kernel and the
 * initramfs are fetched before. Nothing checks what is read.
 */
export const format = fetchedFormat({
  id: ID,
  packing: WHOLE,
  tools: ["block-curl.so"],
  fetched: () => false,
  disk: (_store, from, version) => ({
    format: "qcow2",
    url: `${urlOf(from, ID)}/${version}.qcow2`,
    readAheadBytes: READ_AHEAD_BYTES,
  }),
});
