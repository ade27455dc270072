/** Contents of files that are made from a name, so that they are the same on every host. */
import { createCipheriv, createHash } from "node:crypto";

/** Bytes without a pattern, always the same for the same name. */
export function noise(name: string, bytes: number): Buffer {
  const key = createHash("sha256").update(name).digest().subarray(0, 16);
  return createCipheriv("aes-128-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

/** The size of each text file. */
const TEXT_BYTES = 20_000;

/** In lines, in an alphabet of 64 letters: it compresses to three quarters. */
export function text(name: string): string {
  const letters = noise(name, TEXT_BYTES).toString("base64");
  return letters.replaceAll(/.{79}/g, "$&\n").slice(0, TEXT_BYTES);
}

/** A number in the name of a file. */
export function numbered(index: number): string {
  return String(index).padStart(3, "0");
}
