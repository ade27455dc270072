/** Services on one base: they are made, and what they take on the host is counted. */
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { makeNewFolder } from "../../bench/files.ts";
import type { Image, Share, SharedService } from "../../bench/types.ts";
import { type Closers, unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { memAvailable } from "../kernel/memory.ts";
import { failingIn } from "../phase.ts";
import { allocatedBytes, cachedBytes, dropFromCache, entriesBelow } from "./on-host.ts";
import { imageFiles, makeOwnFiles, type OwnFiles } from "./service-files.ts";
import type { Made, Sharing } from "./sharing.ts";

export interface ShareSpec {
  readonly services: number;
  readonly image: Image;
  readonly signal: AbortSignal;
}

/** Errors: `RunnerError`. */
export function openShare(
  sharing: Sharing,
  context: RunContext,
  { services, image, signal }: ShareSpec,
): Promise<Share> {
  return failingIn("open", async () => {
    const lack = sharing.probe();
    if (lack !== undefined) throw new IsotaxError("NO_SHARING", lack.reason, lack.remedy);
    return unwoundOnFailure(async (closers) => {
      const { path: folder } = closers.use(
        context.instanceFolder(context.instanceName(`share-${sharing.id}`)),
      );
      const inBase = imageFiles(image.rootfs);
      const files: OwnFiles[] = [];
      for (let number = 1; number <= services; number++) {
        const place = join(folder, `service-${number}`);
        makeNewFolder(place);
        files.push(makeOwnFiles(place, number, inBase));
      }
      const places = files.map(({ place }) => place);
      const made = await sharing.make({ context, image, folder, services: places, signal });
      closers.defer(async () => made.close?.());
      const share = new OpenShare(context, made, files, closers);
      // What was just written is in the page cache, whether or not a service ever reads it.
      await dropFromCache(folder, share.entries(services), signal);
      return share;
    });
  });
}

class OpenShare implements Share {
  constructor(
    private readonly context: RunContext,
    private readonly made: Made,
    private readonly files: readonly OwnFiles[],
    private readonly closers: Closers,
  ) {}

  get services(): readonly SharedService[] {
    return this.made.services.map(({ root }, index) => {
      const { list = "", bytes = 0 } = this.files[index] ?? {};
      return { root, list, bytes };
    });
  }

  /** All files and folders of the host that the base and the first so many services consist of. */
  entries(services: number) {
    const { base, services: made } = this.made;
    return entriesBelow([...base, ...made.slice(0, services).flatMap(({ own }) => own)]);
  }

  diskBytes(services: number): number {
    return allocatedBytes(this.entries(services));
  }

  cachedBytes(): Promise<number> {
    return failingIn("exec", () => cachedBytes(this.entries(this.files.length)));
  }

  daemonBytes(): number | undefined {
    const memory = this.context.usage([], { memory: true })?.shared.memory;
    return memory && memory.pss.anonBytes + memory.pss.shmemBytes;
  }

  availableBytes(): number {
    return memAvailable();
  }

  close(): Promise<void> {
    return failingIn("close", () => this.closers.unwind(true));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
