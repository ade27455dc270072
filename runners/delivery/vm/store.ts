/** A store of VMs' disks, kernels and initramfs, with namespaces of its own. */
import { join } from "node:path";
import { makeNewFolder } from "../../../bench/files.ts";
import type { DeliveredVersion } from "../../../bench/types.ts";
import { unwoundOnFailure } from "../../closers.ts";
import { run } from "../../host/process.ts";
import { type FirstProcess, inputOf } from "../../instance/first-process.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";
import { chooseAccelerator } from "../../vm/qemu/accelerator.ts";
import { type Disk, microvmArgv } from "../../vm/qemu/machine.ts";
import type { From, Store, StoreOrder } from "../format.ts";
import { bootFilesOf } from "./boot-files.ts";
import { holdPlace } from "./place.ts";

/** How a format's client works, with its files in `store`. */
export interface Client {
  pull(store: string, from: From, version: DeliveredVersion): readonly string[];
  disk(store: string, from: From, version: DeliveredVersion): Disk;
}

/**
 * $1: a named pipe; then the words that start QEMU. A channel whose other end is closed drops what the
 * guest writes. Ours is, after the line with the entry, so QEMU gets a pipe that it holds open itself.
 * The line fits into a pipe (pipe(7): 64 KiB), or this would wait for ever.
 */
const KEPT_OPEN = 'exec 3<>"$1" && shift && cat >&3 && exec "$@" <&3 3>&-';
const PIPE_BYTES = 65_536;

const FIRST: FirstProcess = { kind: "console", init: "reads-ahead" };

export function openVmStore(order: StoreOrder, client: Client): Promise<Store> {
  const { context, cpus, memoryMiB, signal } = order;
  return unwoundOnFailure(async (closers) => {
    const own = closers.use(context.instanceFolder(context.instanceName("delivery")));
    const store = join(own.path, "store");
    makeNewFolder(store);
    const pipe = join(own.path, "channel");
    await run(["mkfifo", pipe]);
    const place = await holdPlace(context);
    closers.defer(() => place.stop());
    const accelerator = await chooseAccelerator(context, signal);
    const { boot, kernel, initramfs } = await bootFilesOf(context);
    // It boots from what was fetched.
    const fetched = {
      ...boot,
      kernel: { ...boot.kernel, kernel: join(store, kernel) },
      initramfs: join(store, initramfs),
    };
    return {
      namespace: place.pid,
      folder: own.path,
      enter: place.enter,
      env: INSTANCE_ENV,
      pull: (from, version) => client.pull(store, from, version),
      run: (from, version, entry) => {
        const machine = microvmArgv({
          accelerator: accelerator.name,
          cpuModel: accelerator.cpuModel,
          vcpus: cpus.length,
          memoryMiB,
          boot: fetched,
          rootDisk: client.disk(store, from, version),
          console: join(own.path, "console.log"),
        });
        return {
          argv: ["sh", "-c", KEPT_OPEN, "sh", pipe, ...machine],
          input: lineOf(entry),
          first: FIRST,
        };
      },
      close: () => closers.unwind(true),
    };
  });
}

function lineOf(entry: readonly string[]): string {
  const line = inputOf(entry, FIRST)?.text ?? "";
  if (Buffer.byteLength(line) > PIPE_BYTES) throw new Error("the entry does not fit into a pipe");
  return line;
}
