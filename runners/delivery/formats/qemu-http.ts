import { say } from "../../../bench/messages.ts";
import { fetchedFormat, urlOf } from "../vm/http.ts";
import { WHOLE } from "../vm/qcow2.ts";

const ID = "qemu-http";

/** QEMU 7.2 hangs with 64 KiB or less. */
const READ_AHEAD_BYTES = 262_144;

/** It fetches more than twice what the guest reads. At 10 Mbit/s a cell would take 20 minutes. */
const LEAST_MBIT = 100;

/**
 * The disk stays with the server: QEMU reads what the guest reads, each time. Only the kernel and the
 * initramfs are fetched before. Nothing checks what is read.
 */
export const format = fetchedFormat({
  id: ID,
  packing: WHOLE,
  tools: ["block-curl.so"],
  lazy: true,
  fetched: () => false,
  lackOver: ({ mbit, rttMs }) =>
    mbit < LEAST_MBIT || rttMs > 0
      ? { reason: say("delivery.reads-ahead"), remedy: say("delivery.no-rtt") }
      : undefined,
  disk: (_store, from, version) => ({
    format: "qcow2",
    url: `${urlOf(from, ID)}/${version}.qcow2`,
    readAheadBytes: READ_AHEAD_BYTES,
  }),
});
