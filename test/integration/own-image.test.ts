/** An image of the user's in real targets: one with nothing but a static program in it. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashFile } from "../../bench/hash.ts";
import { ownExperiment } from "../../bench/own/experiment.ts";
import type { Command, Image, Session } from "../../bench/types.ts";
import { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { INSIDE, OWN_IMAGE_TOOLS, ownImage } from "../../runners/images/own/own-image.ts";
import { parseReference } from "../../runners/images/own/reference.ts";
import { busyboxProgram } from "../../runners/images/tools.ts";
import { workloadProblem } from "../../runners/lacks.ts";
import { loadTargets } from "../../runners/registry.ts";
import { layoutFiles, writeLayout } from "../oci.ts";
import { leftOvers, MUST_RUN } from "../support.ts";

const possible = isRoot() && OWN_IMAGE_TOOLS.every((tool) => which(tool) !== undefined);
const never = new AbortController().signal;

describe.skipIf(!possible && !MUST_RUN)("an image of the user's (needs root and patchelf)", () => {
  let folder: string;
  let context: RunContext;
  let image: Image;
  const folders = new Set<string>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "isotax-test-"));
    const reference = await layoutOf("layout");
    context = new RunContext({
      runId: `test-own-image-${process.pid}`,
      mayFetch: false,
      ownImage: reference,
    });
    ({ image } = await ownImage(context, reference));
    folders.add(join(image.rootfs, ".."));
  });

  afterAll(async () => {
    const { runId } = context.options;
    await context.close();
    // They are of no use to anybody else.
    for (const made of folders) rmSync(made, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    expect(leftOvers(runId)).toEqual([]);
  });

  /** A layout in a folder of this name, built at this time, and with this said about it. */
  async function layoutOf(name: string, { Labels = {}, mtime = new Date(0) } = {}) {
    const layout = join(folder, name);
    mkdirSync(layout);
    const static_ = readFileSync(busyboxProgram());
    const files = await layoutFiles([
      {
        layers: [
          [
            { name: "bin/busybox", content: static_, mode: 0o755, mtime },
            { name: "bin/sh", type: "symlink", linkname: "busybox" },
            { name: "etc/motd", content: "below" },
            { name: "etc/gone", content: "gone" },
            { name: "srv/cat", type: "symlink", linkname: "/bin/busybox" },
            { name: "srv/redis-server", type: "symlink", linkname: "cat" },
            { name: "srv/lost", type: "symlink", linkname: "../../../../usr/bin/env" },
          ],
          [{ name: "etc/motd", content: "hello from the image", mtime }, { name: "etc/.wh.gone" }],
        ],
        config: { Env: ["PATH=/srv"], WorkingDir: "/srv", Labels },
      },
    ]);
    writeLayout(layout, files);
    return parseReference(`oci:${layout}`);
  }

  const spec = () => ({ cpus: allowedCpus().slice(-1), memoryMiB: 256, image, scratchMiB: 16 });

  async function said(session: Session, argv: Command["argv"]): Promise<string> {
    const { stdout, exitCode } = await session.exec({ argv }, never);
    expect(exitCode).toBe(0);
    return stdout.trim();
  }

  it("holds the image as it was given, and our tools in a folder of their own", () => {
    const { rootfs, origin, config, layers } = image;
    expect(readdirSync(rootfs)).toEqual(
      ["bin", "dev", "etc", "proc", "root", "run", "scratch", "srv", "sys", "tmp", "var"]
        .concat(INSIDE.slice(1))
        .sort(),
    );
    expect(readdirSync(join(rootfs, "etc"))).toEqual(["group", "motd", "passwd"]);
    expect(origin).toMatchObject({
      kind: "oci-layout",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(origin)).not.toContain(folder);
    expect(config).toMatchObject({ env: ["PATH=/srv"], workdir: "/srv" });
    const given = image.files.filter(({ part }) => part === "own").map(({ path }) => path);
    expect(given.sort()).toEqual(["/bin/busybox", "/etc/group", "/etc/motd", "/etc/passwd"]);
    const own = layers.find(({ part }) => part === "own image");
    expect(own?.shippedBytes).toBeGreaterThan(100_000);
    expect(image.tools.every(({ imagePath }) => imagePath.startsWith(`${INSIDE}/`))).toBe(true);
  });

  it("is taken from the cache the next time", async () => {
    const { ownImage: reference } = context.options;
    if (reference === undefined) throw new Error("no image was named");
    const again = await ownImage(context, reference);
    expect(again.built).toBe(false);
    expect(again.image.digest).toBe(image.digest);
  });

  describe("with a workload of the user's own", () => {
    const workload = (program: string, folderOfConfig = folder) =>
      ownExperiment(
        { id: "my.work", command: [program, "{files}/a.txt"], files: ["a.txt"] },
        folderOfConfig,
      );
    const imageFor = async (program: string) => {
      const { ownImage: reference } = context.options;
      if (reference === undefined) throw new Error("no image was named");
      writeFileSync(join(folder, "a.txt"), "brought");
      const { image: made } = await ownImage(context, reference, [workload(program)]);
      folders.add(join(made.rootfs, ".."));
      return made;
    };
    const toolIn = ({ tools }: Image, named: string) => tools.find(({ name }) => name === named);

    it("runs the program in the image's PATH, on the files that the workload brings", async () => {
      const withOwn = await imageFor("cat");
      expect(toolIn(withOwn, "cat")).toMatchObject({ imagePath: "/srv/cat" });
      expect(toolIn(withOwn, "cat")?.sha256).toBe(hashFile(join(withOwn.rootfs, "bin/busybox")));
      for (const id of ["native", "crun"]) {
        const [target] = await loadTargets(context, [id]);
        if (target === undefined || !((await target.probe(never)).ok || MUST_RUN)) continue;
        await using session = await target.open({ ...spec(), image: withOwn }, never);
        expect(await said(session, [{ tool: "cat" }, { files: "a.txt" }]), id).toBe("brought");
      }
      expect(toolIn(await imageFor("/bin/busybox"), "/bin/busybox")?.imagePath).toBe(
        "/bin/busybox",
      );
    });

    it.each(["absent", "lost", "/etc/motd", "/srv"])("has no program %s", async (program) => {
      const withOwn = await imageFor(program);
      expect(toolIn(withOwn, program)).toBeUndefined();
      expect(workloadProblem(workload(program), withOwn)).toMatchObject({
        reason: { code: "own-image.no-program" },
      });
    });

    it("refuses a name that means a tool of isotax as well", async () => {
      await expect(imageFor("redis-server")).rejects.toMatchObject({
        code: "BAD_CONFIG",
        what: { code: "own-image.ambiguous", values: { path: "/srv/redis-server" } },
      });
    });
  });

  it.each(["native", "chroot", "namespaces", "overlay", "crun"])("runs in %s", async (id) => {
    const [target] = await loadTargets(context, [id]);
    if (target === undefined) throw new Error("no such target");
    const probe = await target.probe(never);
    if (!probe.ok && !MUST_RUN) return;
    expect(probe).toMatchObject({ ok: true });
    const ready = { argv: [{ tool: "busybox" }, "echo", "ready"] };
    const started = await target.start(spec(), ready, never);
    expect([started.stdout, started.exitCode]).toEqual(["ready\n", 0]);

    await using session = await target.open(spec(), never);
    const busybox = { tool: "busybox" };
    expect(await said(session, [busybox, "cat", "/etc/motd"])).toBe("hello from the image");
    expect(await said(session, ["/bin/sh", "-c", "echo its own shell"])).toBe("its own shell");
    // A program with a loader and libraries, in an image without any.
    const script = "console.log(process.execPath)";
    const node = image.tools.find(({ name }) => name === "node")?.imagePath;
    expect(node).toMatch(/^\/\.isotax\//);
    expect(await said(session, [{ tool: "node" }, "-e", script])).toBe(node);
    expect(await said(session, [busybox, "touch", { scratch: "a" }])).toBe("");
    const look = await said(session, [
      { tool: "node" },
      { tool: "payload" },
      "look",
      ...image.tools.map(({ name }) => ({ tool: name })),
    ]);
    expect((JSON.parse(look) as { sha256: unknown }).sha256).toEqual(
      image.tools.map(({ sha256 }) => sha256),
    );
  });

  it("has no namespaces in native but the one for its mounts, and a writable place of the host's", async () => {
    const [target] = await loadTargets(context, ["native"]);
    if (target === undefined) throw new Error("no such target");
    await using session = await target.open({ ...spec(), rootMiB: 1 }, never);
    expect(session.facts["root"]).toMatchObject({ code: "own-image.native-root" });
    const busybox = { tool: "busybox" };
    for (const name of ["pid", "uts", "ipc", "net", "user", "cgroup"]) {
      const inside = await said(session, [busybox, "readlink", `/proc/self/ns/${name}`]);
      expect(inside, name).toBe(readlinkSync(`/proc/self/ns/${name}`));
    }
    expect(await said(session, [busybox, "touch", { root: "a" }])).toBe("");
    const refused = await session.exec({ argv: [busybox, "touch", "/etc/b"] }, never);
    expect(refused.exitCode).not.toBe(0);
  });

  // The last one: the cache keeps few images, and this is one more.
  it("is the same one if it is built once more from the same files, and not if what is unpacked differs", async () => {
    const reference = await layoutOf("again", {
      Labels: { built: "later" },
      mtime: new Date(1e12),
    });
    const { image: again } = await ownImage(context, reference);
    const kept = join(again.rootfs, "..");
    folders.add(kept);
    expect(again.origin?.digest).not.toBe(image.origin?.digest);
    expect(again.digest).toBe(image.digest);
    // A link or an empty folder is in no list of files: only `content` knows of it.
    const manifest = join(kept, "manifest.json");
    const written = readFileSync(manifest, "utf8");
    const { content } = JSON.parse(written) as { content: string };
    expect(content).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(manifest, written.replace(content, "0".repeat(64)));
    const { image: other, built } = await ownImage(context, reference);
    expect(built).toBe(false);
    expect(other.digest).not.toBe(image.digest);
  });
});
