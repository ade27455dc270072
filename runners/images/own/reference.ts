/**
 * What names an image of the user's. Transports have the names that skopeo and Podman give them:
 * containers-transports(5).
 */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";

export type Engine = "docker" | "podman";

export type ImageReference =
  /** An unpacked root filesystem. */
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "oci-layout"; readonly path: string; readonly tag?: string }
  /** A tar archive with an OCI layout, or one that `docker save` wrote. */
  | { readonly kind: "archive"; readonly path: string; readonly tag?: string }
  /** An image that an engine has already. Without an engine, the first one that has it. */
  | { readonly kind: "engine"; readonly name: string; readonly engine?: Engine }
  | { readonly kind: "dockerfile"; readonly path: string; readonly folder: string };

const PATH_TRANSPORTS = ["dir", "oci", "oci-layout", "oci-archive", "docker-archive", "dockerfile"];
const ENGINES: Readonly<Record<string, Engine | undefined>> = {
  docker: undefined,
  "docker-daemon": "docker",
  "containers-storage": "podman",
};

/** What may stand before the colon. */
export const TRANSPORTS: readonly string[] = [...PATH_TRANSPORTS, ...Object.keys(ENGINES)];

/**
 * A name of an engine's image, such as "localhost:5000/shop/web:1.4" or one with a digest. It never
 * begins like an option.
 */
const NAME = /^[A-Za-z0-9][\w.:/@+-]{0,255}$/;
const TAG = /^[\w][\w.:/@+-]{0,255}$/;

/**
 * Reads a reference. Without a transport, what exists is a path (a folder, an archive or a
 * Dockerfile), and anything else is the name of an engine's image. Errors: `BAD_IMAGE_REFERENCE`,
 * `NO_OWN_IMAGE`.
 */
export function parseReference(text: string): ImageReference {
  const [, transport = "", rest = ""] = /^([a-z-]+):(.+)$/s.exec(text) ?? [];
  if (Object.hasOwn(ENGINES, transport)) {
    const name = rest.replace(/^\/\//, "");
    if (!NAME.test(name)) throw bad(text);
    const engine = ENGINES[transport];
    return { kind: "engine", name, ...(engine === undefined ? {} : { engine }) };
  }
  if (PATH_TRANSPORTS.includes(transport)) return atPath(transport, rest, text);
  if (text !== "" && existsSync(text)) return atPath(kindOfPath(text), text, text);
  // What looks like a path was meant as one.
  if (/^[./~]/.test(text)) throw absent(text);
  if (!NAME.test(text)) throw bad(text);
  return { kind: "engine", name: text };
}

function kindOfPath(path: string): string {
  if (statSync(path).isDirectory()) {
    if (existsSync(`${path}/oci-layout`)) return "oci-layout";
    return dockerfileIn(path) === undefined ? "dir" : "dockerfile";
  }
  return /(?:^|[./])(?:docker|container)file/i.test(basename(path)) ? "dockerfile" : "oci-archive";
}

function dockerfileIn(folder: string): string | undefined {
  const names = ["Dockerfile", "Containerfile"];
  return names.map((name) => resolve(folder, name)).find((file) => existsSync(file));
}

function atPath(transport: string, rest: string, text: string): ImageReference {
  const { path, tag } = withTag(rest, text);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw absent(path);
  const tagged = tag === undefined ? {} : { tag };
  const isFolder = found.isDirectory();
  if (transport === "dir" && isFolder && tag === undefined) return { kind: "folder", path };
  if (transport.startsWith("oci") && transport !== "oci-archive" && isFolder) {
    return { kind: "oci-layout", path, ...tagged };
  }
  if (transport.endsWith("-archive") && found.isFile()) return { kind: "archive", path, ...tagged };
  if (transport === "dockerfile" && tag === undefined) {
    if (found.isFile()) return { kind: "dockerfile", path, folder: dirname(path) };
    const file = dockerfileIn(path);
    if (file !== undefined) return { kind: "dockerfile", path: file, folder: path };
  }
  throw bad(text);
}

/** `PATH:TAG`. A path that exists as it stands has no tag. */
function withTag(rest: string, text: string): { path: string; tag?: string } {
  if (existsSync(rest)) return { path: resolve(rest) };
  const [, path, tag = ""] = /^(.+?):([^/]+|.+)$/s.exec(rest) ?? [];
  if (path === undefined) throw absent(rest);
  if (!TAG.test(tag)) throw bad(text);
  return { path: resolve(path), tag };
}

function bad(text: string): IsotaxError {
  return new IsotaxError(
    "BAD_IMAGE_REFERENCE",
    say("own-image.bad-reference", { text }),
    say("own-image.give-reference", { transports: TRANSPORTS }),
  );
}

function absent(path: string): IsotaxError {
  return new IsotaxError(
    "NO_OWN_IMAGE",
    say("own-image.absent", { path }),
    say("own-image.give-reference", { transports: TRANSPORTS }),
  );
}
