/**
 * Images that the host's own engine holds or builds. Nothing is pulled. An engine's store is the
 * user's, and no image is removed from it.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { IsotaxError } from "../../../bench/errors.ts";
import { say, verbatim } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import { PACKING_DEADLINE_MS, run, tryRun, which } from "../../host/process.ts";
import { installCommand } from "../../tools/requirements.ts";
import type { Engine, ImageReference } from "./reference.ts";

const ENGINES: readonly Engine[] = ["docker", "podman"];

/** An image in an engine's store. */
export interface EngineImage {
  readonly engine: Engine;
  readonly name: string;
  /** As the engine gives it. */
  readonly id: string;
}

/** Errors: `NO_ENGINE`, `NO_OWN_IMAGE`. */
export async function findImage({
  name,
  engine,
}: Extract<ImageReference, { kind: "engine" }>): Promise<EngineImage> {
  const complaints: Message[] = [];
  for (const one of present(engine)) {
    const argv = [one, "image", "inspect", "--format", "{{.Id}}", name];
    const { exitCode, stdout, stderr } = await tryRun(argv);
    const id = stdout.trim();
    if (exitCode === 0 && /^(?:sha256:)?[0-9a-f]{64}$/.test(id)) return { engine: one, name, id };
    complaints.push(say("own-image.engine-said", { engine: one, words: lastLine(stderr) }));
  }
  throw new IsotaxError(
    "NO_OWN_IMAGE",
    say("own-image.no-engine-has", { name, complaints }),
    say("own-image.pull-first", { name, engine: engine ?? "podman" }),
  );
}

/** Writes the image as an archive. */
export async function saveImage({ engine, id }: EngineImage, file: string): Promise<void> {
  const format = engine === "podman" ? ["--format", "oci-archive"] : [];
  await run([engine, "save", ...format, "--output", file, id], { timeoutMs: PACKING_DEADLINE_MS });
}

/**
 * Builds a Dockerfile with the first engine that works. Its base image must be there already.
 * Errors: `NO_ENGINE`, `OWN_IMAGE_NOT_BUILT`.
 */
export async function buildImage({
  path,
  folder,
}: Extract<ImageReference, { kind: "dockerfile" }>): Promise<EngineImage> {
  const engine = await working();
  // One tag for each Dockerfile, so that a new build replaces the last one.
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 16);
  const name = `localhost/isotax-own-image:${hash}`;
  const pull = engine === "podman" ? ["--pull=never"] : ["--pull=false"];
  const argv = [engine, "build", ...pull, "--tag", name, "--file", path, folder];
  const { exitCode, stdout, stderr } = await tryRun(argv, {
    timeoutMs: PACKING_DEADLINE_MS,
  });
  if (exitCode === 0) return findImage({ kind: "engine", name, engine });
  throw new IsotaxError(
    "OWN_IMAGE_NOT_BUILT",
    say("own-image.not-built", {
      file: basename(path),
      engine,
      words: (stderr.trim() || stdout.trim()).split("\n").slice(-5).join("\n"),
    }),
    say("own-image.build-by-hand", { command: argv.join(" ") }),
  );
}

/** Docker's client is often there without a daemon. */
async function working(): Promise<Engine> {
  for (const engine of present(undefined)) {
    if ((await tryRun([engine, "info"])).exitCode === 0) return engine;
  }
  throw noEngine();
}

function present(wanted: Engine | undefined): readonly Engine[] {
  const found = ENGINES.filter((name) => wanted === undefined || name === wanted).filter(
    (name) => which(name) !== undefined,
  );
  if (found.length === 0) throw noEngine(wanted);
  return found;
}

function noEngine(wanted: Engine = "podman"): IsotaxError {
  return new IsotaxError("NO_ENGINE", say("own-image.no-engine"), installCommand([wanted]));
}

function lastLine(text: string): Message {
  return verbatim(text.trim().split("\n").at(-1) ?? "");
}
