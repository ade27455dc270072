/** Images that real engines build and hold. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { daemonOf, daemonState } from "../../runners/containers/docker/daemon.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { run, which } from "../../runners/host/process.ts";
import { baseOf } from "../../runners/images/own/base.ts";
import { buildImage } from "../../runners/images/own/engine.ts";
import { hashFolder } from "../../runners/images/own/folder.ts";
import { type Engine, parseReference } from "../../runners/images/own/reference.ts";
import { Tree } from "../../runners/images/own/tree.ts";
import { takeDockerTurn } from "../docker-turn.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const { CONTAINERS_STORAGE_CONF, DOCKER_HOST } = process.env;
const context = testContext();
const folder = mkdtempSync(join(tmpdir(), "isotax-test-"));

afterAll(async () => {
  for (const [name, value] of Object.entries({ CONTAINERS_STORAGE_CONF, DOCKER_HOST })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await context.close();
  rmSync(folder, { recursive: true, force: true });
  expect(leftOvers(context.options.runId)).toEqual([]);
});

/** Makes an engine answer, and returns what ends that. */
const READY: Readonly<Record<Engine, () => Promise<() => void>>> = {
  podman: async () => {
    const conf = join(folder, "storage.conf");
    const [root, runs] = ["root", "run"].map((name) => JSON.stringify(join(folder, name)));
    writeFileSync(conf, `[storage]\ndriver = "vfs"\ngraphroot = ${root}\nrunroot = ${runs}\n`);
    process.env["CONTAINERS_STORAGE_CONF"] = conf;
    return () => {};
  },
  docker: async () => {
    const turn = await takeDockerTurn();
    process.env["DOCKER_HOST"] = (await daemonOf(context)).host;
    return turn.end;
  },
};

async function isPossible(engine: Engine): Promise<boolean> {
  if (which(engine) === undefined) return false;
  return engine === "podman" ? isRoot() : (await daemonState()).state !== "unusable";
}

/** A Dockerfile's folder, with one file to copy, of this age. */
function contextOf(name: string, content: string, mtime: number): string {
  const at = join(folder, name);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "Dockerfile"), "FROM scratch\nCOPY app /srv/app\nENV PATH=/srv\n");
  writeFileSync(join(at, "app"), content, { mode: 0o755 });
  utimesSync(join(at, "app"), mtime, mtime);
  return at;
}

async function unpacked(text: string) {
  const base = await baseOf(context, parseReference(text));
  const root = mkdtempSync(join(folder, "tree-"));
  const { digest, config } = await base.unpack(new Tree(root), async (found) => found);
  return { id: digest, config, origin: base.origin, content: hashFolder(root) };
}

describe("an engine", () => {
  it.each<Engine>(["podman", "docker"])("builds a Dockerfile from scratch: %s", async (engine) => {
    if (!(await isPossible(engine))) {
      expect(MUST_RUN, `in CI ${engine} must be ready`).toBe(false);
      return;
    }
    const end = await READY[engine]();
    // Docker comes first where both are.
    if (engine === "podman") process.env["DOCKER_HOST"] = `unix://${folder}/none.sock`;
    const at = contextOf(engine, "one", 1_000_000_000);
    const path = join(at, "Dockerfile");
    const built = await buildImage({ kind: "dockerfile", path, folder: at });
    const remove = () => run([engine, "rmi", "--force", built.name]);
    try {
      expect(built.engine).toBe(engine);
      const first = await unpacked(at);
      expect(first.origin).toEqual({ kind: "dockerfile" });
      expect(first.config?.env).toEqual(["PATH=/srv"]);

      const transport = engine === "docker" ? "docker-daemon" : "containers-storage";
      expect(await unpacked(`${transport}:${built.name}`)).toEqual({
        ...first,
        origin: { kind: "engine", name: built.name },
      });

      // Built somewhere else: another time, another age of the file, and the same files.
      await remove();
      contextOf(engine, "one", 1_500_000_000);
      const again = await unpacked(at);
      expect(again.content).toBe(first.content);
      expect(again.id).not.toBe(first.id);
      contextOf(engine, "two", 1_500_000_000);
      expect((await unpacked(at)).content).not.toBe(first.content);

      writeFileSync(path, "FROM localhost/isotax-none:1\n");
      await expect(baseOf(context, parseReference(at))).rejects.toMatchObject({
        code: "OWN_IMAGE_NOT_BUILT",
        what: { values: { file: "Dockerfile", engine } },
      });
    } finally {
      await remove().catch(() => {});
      end();
    }
    await expect(baseOf(context, parseReference(`docker:${built.name}`))).rejects.toMatchObject({
      code: "NO_OWN_IMAGE",
    });
  });
});
