import { fetchedFormat, urlOf } from "../vm/http.ts";
import { WHOLE } from "../vm/qcow2.ts";

const ID = "qemu-http";

/** QEMU 7.2 hangs with 64 KiB or less. */
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
