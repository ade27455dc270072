import { readFileSync, writeFileSync } from "node:fs";

/** The block size of the disks that we make. */
const BLOCK_BYTES = 4096;

/** Writes the blocks of a disk that are not those of another, one after the other, into a new file. */
export function writeChangedBlocks(disk: string, before: string, to: string): void {
  const [now, then] = [readFileSync(disk), readFileSync(before)];
  const changed: Buffer[] = [];
  for (let from = 0; from < now.length; from += BLOCK_BYTES) {
    const block = now.subarray(from, from + BLOCK_BYTES);
    if (!block.equals(then.subarray(from, from + BLOCK_BYTES))) changed.push(block);
  }
  writeFileSync(to, Buffer.concat(changed), { flag: "wx" });
}
