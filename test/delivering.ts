/** Deliveries in tests: each is tried with the small image, and closed, whatever happens. */
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { RunnerError } from "../bench/errors.ts";
import type { Command, DeliveredVersion, Delivery, Image, Pulled } from "../bench/types.ts";
import type { RunContext } from "../runners/context.ts";
import { openDelivery } from "../runners/delivery/delivery.ts";
import type { Format } from "../runners/delivery/format.ts";
import { allowedCpus } from "../runners/host/cpus.ts";
import { differing, expectedLines, hashOf, LIST, smallImage, timed } from "./delivered.ts";
import { testContext } from "./support.ts";

export interface Attempt {
  readonly mbit?: number;
  readonly rttMs?: number;
  /** Runs in what was pulled. It prints "ready". */
  readonly command?: Command;
}

export class Trials {
  readonly signal = new AbortController().signal;
  /** For stores that tests open by themselves. */
  readonly spec: { cpus: readonly number[]; memoryMiB: number; signal: AbortSignal };
  readonly context: RunContext;
  readonly image: Image;

  constructor() {
    this.context = testContext(true);
    this.spec = { cpus: allowedCpus().slice(-1), memoryMiB: 256, signal: this.signal };
    const { path } = this.context.instanceFolder(this.context.instanceName("rootfs"));
    this.image = smallImage(path);
  }

  open(format: Format, { mbit = 1000, rttMs = 0 }: Attempt = {}): Promise<Delivery> {
    const { context, image, spec } = this;
    return openDelivery(context, format, { ...spec, image, format: format.id, mbit, rttMs });
  }

  /**
   * Delivers versions into one store, one after the other. The tree of each is its source's, and
   * nothing is left of the store.
   */
  async trees<V extends DeliveredVersion>(
    format: Format,
    versions: readonly V[],
    { keepsTimes = true } = {},
  ): Promise<Readonly<Record<V, Pulled>>> {
    const delivery = await this.open(format);
    const seen: Partial<Record<V, Pulled>> = {};
    try {
      for (const version of versions) {
        seen[version] = await delivery.pull(version, this.signal);
        const ran = await delivery.run(version, LIST, this.signal);
        const { stdout, linesNs, receivedBytes, receivedByFirstLine } = ran;
        expect(receivedByFirstLine).toBeGreaterThanOrEqual(0);
        expect(receivedByFirstLine).toBeLessThanOrEqual(receivedBytes);
        expect(linesNs.length).toBe(stdout.split("\n").length - 1);
        expect(linesNs).toEqual([...linesNs].sort((a, b) => a - b));
        expect(linesNs[0]).toBeGreaterThan(0);
        const lines = timed(stdout.split("\n"), keepsTimes);
        const expected = timed(expectedLines(this.image, version), keepsTimes);
        expect(differing(lines, expected)).toEqual([]);
        expect(hashOf(lines)).toBe(hashOf(expected));
      }
    } finally {
      await delivery.close();
    }
    expect(this.opened()).toEqual([]);
    return seen as Record<V, Pulled>;
  }

  /** Folders of deliveries that are open. */
  opened(): readonly string[] {
    return readdirSync(this.context.workFolder).filter((name) => name.startsWith("delivery"));
  }

  /** Pulls the first version, and runs it if there is a command. One of both must fail. */
  async failing(format: Format, attempt: Attempt = {}): Promise<RunnerError> {
    const delivery = await this.open(format, attempt);
    try {
      await this.#tried(delivery, attempt);
    } catch (error) {
      if (error instanceof RunnerError) return error;
      throw error;
    } finally {
      await delivery.close();
    }
    throw new Error("the delivery did not fail");
  }

  async succeeding(format: Format, attempt: Attempt = {}): Promise<void> {
    const delivery = await this.open(format, attempt);
    try {
      expect(await this.#tried(delivery, attempt)).toBeGreaterThan(0);
    } finally {
      await delivery.close();
    }
  }

  /** How many bytes the pull has received. */
  async #tried(delivery: Delivery, { command }: Attempt): Promise<number> {
    const { receivedBytes } = await delivery.pull("first", this.signal);
    if (command !== undefined) {
      expect((await delivery.run("first", command, this.signal)).stdout).toBe("ready\n");
    }
    return receivedBytes;
  }
}

/** Works with one byte of the file changed. */
export function withFlipped<T>(file: string, work: () => Promise<T>): Promise<T> {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  return withBytes(file, bytes, work);
}

/** A new file takes the place of the right one, which is linked to the cache. */
export async function withBytes<T>(
  file: string,
  bytes: Buffer,
  work: () => Promise<T>,
): Promise<T> {
  renameSync(file, `${file}.right`);
  try {
    writeFileSync(file, bytes);
    return await work();
  } finally {
    renameSync(`${file}.right`, file);
  }
}
