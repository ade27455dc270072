/**
 * Writes the files of an untrusted image below a folder. It knows every file that it has written,
 * and follows links only in what it knows, as if the folder were the root. So no name and no link
 * leads out of the folder.
 */
import {
  chmodSync,
  createWriteStream,
  linkSync,
  lutimesSync,
  mkdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";

type Node =
  | { readonly kind: "folder"; readonly children: Map<string, Node>; layer: number }
  | { readonly kind: "file"; readonly layer: number }
  | { readonly kind: "link"; readonly target: string; readonly layer: number };
type Folder = Extract<Node, { kind: "folder" }>;

export interface Attributes {
  readonly mode: number;
  readonly mtimeMs: number;
}

/** What an image may take at most, so that a damaged or malicious one cannot fill the disk. */
export interface TreeLimits {
  readonly bytes: number;
  readonly entries: number;
}

export const LIMITS: TreeLimits = { bytes: 32 * 2 ** 30, entries: 2_000_000 };

/** As in the kernel: path_resolution(7). */
const MOST_LINKS = 40;
const LONGEST_PATH = 4096;

export class Tree {
  readonly #top: Folder = { kind: "folder", children: new Map(), layer: 0 };
  #layer = 0;
  #bytes = 0;
  #entries = 0;

  constructor(
    readonly root: string,
    readonly limits: TreeLimits = LIMITS,
  ) {}

  /** What comes now stands above all that came before. */
  nextLayer(): void {
    this.#layer++;
  }

  folder(path: string, { mode }: Pick<Attributes, "mode">): void {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) return;
    const place = this.#place(parts, path);
    const there = place.folder.children.get(name);
    const at = join(this.root, ...place.path, name);
    if (there?.kind === "folder") there.layer = this.#layer;
    else this.#make(place, name, { kind: "folder", children: new Map(), layer: this.#layer });
    // The owner can always look into it and remove it. Set-id bits would give rights on the host.
    chmodSync(at, (mode & 0o1777) | 0o700);
  }

  async file(
    path: string,
    { mode, mtimeMs }: Attributes,
    content: AsyncIterable<Buffer>,
  ): Promise<void> {
    const at = this.#leaf(path, { kind: "file", layer: this.#layer });
    const output = createWriteStream(at, { flags: "wx", mode: 0o600 });
    await pipeline(content, this.#counted(), output);
    chmodSync(at, (mode & 0o777) | 0o400);
    setTime(at, mtimeMs);
  }

  link(path: string, target: string, { mtimeMs }: Pick<Attributes, "mtimeMs">): void {
    if (target === "" || target.length >= LONGEST_PATH || target.includes("\0")) {
      throw unsafe(path, say("own-image.bad-name"));
    }
    const at = this.#leaf(path, { kind: "link", target, layer: this.#layer });
    symlinkSync(target, at);
    setTime(at, mtimeMs);
  }

  /** Another name of a file that came before. */
  hardLink(path: string, target: string): void {
    const from = this.#find(target);
    if (from?.node.kind !== "file") {
      throw unsafe(path, say("own-image.links-to-nothing", { target }));
    }
    const source = join(this.root, ...from.path);
    const place = this.#place(partsOf(path).slice(0, -1), path);
    // A second name for itself would remove it first.
    if (join(this.root, ...place.path, partsOf(path).at(-1) ?? "") === source) return;
    linkSync(source, this.#leaf(path, { kind: "file", layer: this.#layer }));
  }

  /** Removes what a lower layer has put there. */
  whiteout(path: string): void {
    const found = this.#find(path);
    if (found === undefined || found.node.layer === this.#layer) return;
    this.#remove(found.parent, found.path);
  }

  /** Removes what lower layers have put into a folder. */
  opaque(path: string): void {
    const parts = partsOf(path);
    const { folder, path: at } = this.#place(parts, path);
    this.#removeBelow(folder, at);
  }

  /** The kind of what is at a path that no link is part of; undefined if there is nothing. */
  kindAt(path: string): Node["kind"] | undefined {
    let node: Node | undefined = this.#top;
    for (const part of partsOf(path)) {
      node = node?.kind === "folder" ? node.children.get(part) : undefined;
    }
    return node?.kind;
  }

  /** The paths of all files, in order. No path has a link in it. */
  listing(): readonly string[] {
    const files: string[] = [];
    const look = ({ children }: Folder, at: string) => {
      for (const [name, node] of children) {
        if (node.kind === "folder") look(node, `${at}/${name}`);
        else if (node.kind === "file") files.push(`${at}/${name}`);
      }
    };
    look(this.#top, "");
    return files.sort();
  }

  /** Makes room for an entry, and returns its path on the host. */
  #leaf(path: string, node: Node): string {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) throw unsafe(path, say("own-image.bad-name"));
    return this.#make(this.#place(parts, path), name, node);
  }

  #make(place: Place, name: string, node: Node): string {
    if (place.folder.children.has(name)) this.#remove(place.folder, [...place.path, name]);
    if (++this.#entries > this.limits.entries) throw tooLarge(this.limits);
    place.folder.children.set(name, node);
    const at = join(this.root, ...place.path, name);
    if (node.kind === "folder") mkdirSync(at, { mode: 0o755 });
    return at;
  }

  #remove(parent: Folder, path: readonly string[]): void {
    rmSync(join(this.root, ...path), { recursive: true, force: true });
    parent.children.delete(path.at(-1) ?? "");
  }

  /** Returns whether anything of this layer is left. */
  #removeBelow(folder: Folder, path: readonly string[]): boolean {
    let left = false;
    for (const [name, node] of [...folder.children]) {
      const at = [...path, name];
      const stays =
        (node.kind === "folder" && this.#removeBelow(node, at)) || node.layer === this.#layer;
      if (!stays) this.#remove(folder, at);
      left ||= stays;
    }
    return left;
  }

  #find(path: string): { parent: Folder; node: Node; path: readonly string[] } | undefined {
    const parts = partsOf(path);
    const name = parts.pop() ?? "";
    const place = this.#place(parts, path, false);
    const node = place?.folder.children.get(name);
    if (place === undefined || node === undefined) return undefined;
    return { parent: place.folder, node, path: [...place.path, name] };
  }

  /** The folder at a path. Links are followed; folders that are missing are made. */
  #place(parts: readonly string[], of: string): Place;
  #place(parts: readonly string[], of: string, make: false): Place | undefined;
  #place(parts: readonly string[], of: string, make = true): Place | undefined {
    const left = [...parts].reverse();
    let at: { name: string; folder: Folder }[] = [];
    let links = 0;
    for (let part = left.pop(); part !== undefined; part = left.pop()) {
      if (part === "" || part === ".") continue;
      if (part === "..") {
        at.pop();
        continue;
      }
      const folder = at.at(-1)?.folder ?? this.#top;
      let node = folder.children.get(part);
      if (node === undefined) {
        if (!make) return undefined;
        node = { kind: "folder", children: new Map(), layer: this.#layer };
        this.#make({ folder, path: at.map(({ name }) => name) }, part, node);
      }
      if (node.kind === "link") {
        if (++links > MOST_LINKS) throw unsafe(of, say("own-image.too-many-links"));
        if (node.target.startsWith("/")) at = [];
        left.push(...node.target.split("/").reverse());
      } else if (node.kind === "file") {
        if (!make) return undefined;
        throw unsafe(of, say("own-image.below-a-file"));
      } else {
        at.push({ name: part, folder: node });
      }
    }
    return { folder: at.at(-1)?.folder ?? this.#top, path: at.map(({ name }) => name) };
  }

  #counted(): (content: AsyncIterable<Buffer>) => AsyncIterable<Buffer> {
    const count = (bytes: number) => {
      this.#bytes += bytes;
      if (this.#bytes > this.limits.bytes) throw tooLarge(this.limits);
    };
    return async function* (content) {
      for await (const chunk of content) {
        count(chunk.length);
        yield chunk;
      }
    };
  }
}

function setTime(at: string, mtimeMs: number): void {
  // Seconds of 32 bits: what ext4 without large inodes, and every archive, can hold.
  const seconds = Math.min(Math.max(Math.trunc(mtimeMs / 1000) || 0, 0), 2 ** 31 - 1);
  lutimesSync(at, seconds, seconds);
}

interface Place {
  readonly folder: Folder;
  readonly path: readonly string[];
}

/** The parts of an archive's path. Errors: `UNSAFE_IMAGE` if it climbs. */
function partsOf(path: string): string[] {
  // The archive's reader has put U+FFFD where the bytes were no UTF-8: it would be another name.
  if (path.length >= LONGEST_PATH || /[\0\ufffd]/.test(path)) {
    throw unsafe(path.slice(0, 100), say("own-image.bad-name"));
  }
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw unsafe(path, say("own-image.climbs"));
  return parts;
}

export function unsafe(path: string, why: Message): IsotaxError {
  return new IsotaxError(
    "UNSAFE_IMAGE",
    say("own-image.unsafe", { path, why }),
    say("own-image.build-again"),
  );
}

function tooLarge({ bytes, entries }: TreeLimits): IsotaxError {
  return new IsotaxError(
    "IMAGE_TOO_LARGE",
    say("own-image.too-large", { mostBytes: bytes, mostEntries: entries }),
    say("own-image.smaller-image"),
  );
}
