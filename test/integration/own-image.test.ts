/** An image of the user's in real targets: one with nothing but a static program in it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Command, Image, Session } from "../../bench/types.ts";
import { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { INSIDE, OWN_IMAGE_TOOLS, ownImage } from "../../runners/images/own/own-image.ts";
import { parseReference } from "../../runners/images/own/reference.ts";
import { busyboxProgram } from "../../runners/images/tools.ts";
import { loadTargets } from "../../runners/registry.ts";
import { layoutFiles, writeLayout } from "../oci.ts";
import { leftOvers, MUST_RUN } from "../support.ts";

const possible = isRoot() && OWN_IMAGE_TOOLS.every((tool) => which(tool) !== undefined);
const never = new AbortController().signal;

describe.skipIf(!possible && !MUST_RUN)("an image of the user's (needs root and patchelf)", () => {
  let folder: string;
  let context: RunContext;
  let image: Image;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "isotax-test-"));
    const layout = join(folder, "layout");
    mkdirSync(layout);
    const static_ = readFileSync(busyboxProgram());
    const files = await layoutFiles([
      {
        layers: [
          [
            { name: "bin/busybox", content: static_, mode: 0o755 },
            { name: "bin/sh", type: "symlink", linkname: "busybox" },
            { name: "etc/motd", content: "below" },
            { name: "etc/gone", content: "gone" },
          ],
          [{ name: "etc/motd", content: "hello from the image" }, { name: "etc/.wh.gone" }],
        ],
        config: { Env: ["PATH=/srv"], WorkingDir: "/srv" },
      },
    ]);
    writeLayout(layout, files);
    const reference = parseReference(`oci:${layout}`);
    context = new RunContext({
      runId: `test-own-image-${process.pid}`,
      mayFetch: false,
      ownImage: reference,
    });
    ({ image } = await ownImage(context, reference));
  });

  afterAll(async () => {
    const { runId } = context.options;
    await context.close();
    // It is of no use to anybody else.
    rmSync(join(image.rootfs, ".."), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    expect(leftOvers(runId)).toEqual([]);
  });

  const spec = () => ({ cpus: allowedCpus().slice(-1), memoryMiB: 256, image, scratchMiB: 16 });

  async function said(session: Session, argv: Command["argv"]): Promise<string> {
    const { stdout, exitCode } = await session.exec({ argv }, never);
    expect(exitCode).toBe(0);
    return stdout.trim();
  }

  it("holds the image as it was given, and our tools in a folder of their own", () => {
    const { rootfs, origin, config, layers } = image;
    expect(readdirSync(rootfs)).toEqual(
      ["bin", "dev", "etc", "proc", "root", "run", "scratch", "sys", "tmp", "var", INSIDE.slice(1)]
        .filter((name) => name !== "")
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
    expect(await said(session, [{ tool: "node" }, "-e", script])).toBe(`${INSIDE}/usr/bin/node`);
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
});
