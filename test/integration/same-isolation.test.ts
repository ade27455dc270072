/**
 * The container that our primitives make isolates as crun's does, but for the differences that are
 * known: both are looked at from inside, field by field.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { ROOT } from "../../bench/built.ts";
import type { Image } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { targetOf } from "../../runners/instance/target.ts";
import { NAMESPACES } from "../../runners/primitives/primitive.ts";
import { compile } from "../../runners/primitives/programs.ts";
import { findRecipe } from "../../runners/registry.ts";
import { differing, notThere, unknown } from "../isolation/compare.ts";
import { DIFFERENCES } from "../isolation/differences.ts";
import { type Look, lookAt } from "../isolation/look.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const CPUS = allowedCpus().slice(-1);
const MEMORY_MIB = 256;

const compiler = which("cc");
const hasParts = isRoot() && which("crun") !== undefined && compiler !== undefined;
/** Elsewhere there is no filter to compare. */
const possible = process.arch === "x64" && (hasParts || MUST_RUN);

describe.skipIf(!possible)("isolation (needs root, crun, cc and x86-64)", () => {
  const never = new AbortController().signal;
  let folder: string;
  let context: RunContext;
  let image: Image;
  const calls = () => join(folder, "calls");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "isotax-isolation-"));
    context = testContext(true);
    await compile(compiler ?? "cc", join(ROOT, "test/isolation/calls.c"), calls());
    ({ image } = await rootfsImage(context));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await context.close();
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  const looks = new Map<string, Look>();

  async function look(test: TestContext, id: string, serves: boolean): Promise<Look> {
    const known = looks.get(`${id} ${serves}`);
    if (known !== undefined) return known;
    const recipe = await findRecipe(id);
    if (recipe === undefined) throw new Error(`no target ${id}`);
    const target = targetOf(recipe, context);
    const probe = await target.probe(never);
    if (!probe.ok) {
      const reason = `${id}: ${textOf(probe.reason)} -> ${textOf(probe.remedy)}`;
      if (MUST_RUN) throw new Error(reason);
      test.skip(reason);
    }
    const spec = { cpus: CPUS, memoryMiB: MEMORY_MIB, image, scratchMiB: 16, served: serves };
    await using session = await target.open(spec, never);
    const seen = await lookAt(session, calls());
    looks.set(`${id} ${serves}`, seen);
    return seen;
  }

  it.for([
    { title: "where something serves", serves: true },
    { title: "where nothing serves", serves: false },
  ])("of `masked` is crun's but for what is known to differ, $title", async (container, test) => {
    // The first: with v2 it turns on every controller for the run's groups, so ours have them too.
    const crun = await look(test, "crun", container.serves);
    const found = differing(await look(test, "masked", container.serves), crun);
    const known = DIFFERENCES.filter(({ isThere }) => isThere?.(container) ?? true);
    expect(unknown(found, known), "not in test/isolation/differences.ts").toEqual([]);
    expect(notThere(found, known), "only in test/isolation/differences.ts").toEqual([]);
  });

  it("is seen in each of its parts", async (test) => {
    const seen = await look(test, "masked", true);
    const own = NAMESPACES.map((name) => `namespace ${name === "mount" ? "mnt" : name}`);
    expect(Object.fromEntries(seen)).toMatchObject({
      ...Object.fromEntries(own.map((field) => [field, "its own"])),
      ...{ "status NoNewPrivs": "1", "status Seccomp": "2", uid_map: "0 0 4294967295" },
      ...{ "limit core file size": expect.any(String), "mount /": "overlay rw" },
      ...{ "path /sys/firmware": "empty folder", "path /proc/sys": "folder" },
      ...{ "writable /proc/uptime": "yes", "writable /proc/sys/kernel/hostname": "no" },
      ...{ "device /dev/null": expect.stringMatching(/^character special file 1:3 /) },
      ...{ "call getpid": "ok", "call clone 0x11": "ok", "call clone 0x10000011": "errno 1" },
      ...{ "call mount": "errno 1", "call clone3": "errno 38", "call i386": "signal 31" },
      ...{ oom_score_adj: expect.any(String), session: expect.any(String) },
    });
    const limits = [...seen].filter(([field]) => /^group file \S*memory.(limit|max)/.test(field));
    expect(limits.map(([, value]) => value)).toEqual([String(MEMORY_MIB * 2 ** 20)]);
    expect([...seen.values()].filter((value) => value === "its own").length).toBeGreaterThan(6);
  });

  it("is less on the rungs below `masked`, and the same look shows it", async (test) => {
    const lacking = async (id: string) => {
      const crun = await look(test, "crun", true);
      const found = differing(await look(test, id, true), crun);
      const known = DIFFERENCES.filter(({ isThere }) => isThere?.({ serves: true }) ?? true);
      return unknown(found, known).map(({ field }) => field);
    };
    const masks = [
      ...["mount /sys/firmware", "mount /proc/sys", "path /sys/firmware"],
      "writable /proc/sys/kernel/core_pattern",
    ];
    expect(await lacking("seccomp")).toEqual(expect.arrayContaining(masks));
    expect(await lacking("overlay")).toEqual(
      expect.arrayContaining([
        ...[...masks, "status CapEff", "status CapBnd", "status NoNewPrivs", "status Seccomp"],
        ...["call mount", "call unshare", "call keyctl", "call bpf", "call clone 0x10000011"],
      ]),
    );
  });
});
