/** What an OCI image consists of: the headers and contents of its layers, and its configuration. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import type { Layer } from "../images/own/layers.ts";
import type { Fields, Listing } from "./listing.ts";

/** The parts of a configuration that follow from the layers, which are compared themselves. */
const FROM_LAYERS: readonly string[] = ["rootfs"];

/** `config`: the configuration as it is stored. */
export async function listImage(layers: readonly Layer[], config: string): Promise<Listing> {
  const entries = new Map<string, Fields>();
  const parts = new Map<string, Fields>([["config", configFields(config)]]);
  for (const [index, layer] of layers.entries()) {
    const names: string[] = [];
    for await (const [path, fields] of entriesOf(layer)) {
      names.push(path);
      // A layer above replaces what is below it.
      if (path !== "") entries.set(path, fields);
    }
    const order = createHash("sha256").update(names.join("\0")).digest("hex");
    parts.set(`layer ${index + 1}`, { order });
  }
  return { entries, parts };
}

function configFields(config: string): Fields {
  const document = JSON.parse(config) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(document)
      .filter(([name]) => !FROM_LAYERS.includes(name))
      .map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

async function* entriesOf(layer: Layer): AsyncGenerator<readonly [string, Fields]> {
  if (layer.compression === "zstd") throw new Error("no builder makes layers with zstd");
  const file = createReadStream(layer.file);
  const archive: Readable =
    layer.compression === "gzip"
      ? file.on("error", (error) => archive.destroy(error)).pipe(createGunzip())
      : file;
  const entries = extract();
  archive.on("error", (error) => entries.destroy(error));
  archive.pipe(entries as unknown as NodeJS.WritableStream);
  for await (const entry of entries) {
    const content = createHash("sha256");
    for await (const chunk of entry) content.update(chunk as Buffer);
    yield [plainPath(entry.header.name), headerFields(entry.header, content.digest("hex"))];
  }
}

function plainPath(name: string): string {
  return name
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

function headerFields(header: Header, content: string): Fields {
  const { type, mode = 0, uid = 0, gid = 0, mtime, linkname } = header;
  const pax = (header.pax ?? {}) as Readonly<Record<string, string>>;
  // Another spelling of what the other fields say.
  const { path: _path, linkpath: _linkpath, mtime: _mtime, ...rest } = pax;
  return {
    type: type ?? "file",
    mode: (mode & 0o7777).toString(8),
    owner: `${uid}:${gid}`,
    mtime: pax["mtime"] ?? String((mtime?.getTime() ?? 0) / 1000),
    ...(type === "file" ? { content } : {}),
    ...(linkname ? { link: linkname } : {}),
    ...(Object.keys(rest).length === 0 ? {} : { pax: JSON.stringify(rest) }),
  };
}
