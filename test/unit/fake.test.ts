/** Made-up targets: what a script means, and that what it makes up is what it says. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type { Image, OpenSpec, Target } from "../../bench/types.ts";
import { FAKE_TOOLS } from "../../runners/fake/output.ts";
import { readScript } from "../../runners/fake/script.ts";
import {
  findRecipe,
  isKnownTarget,
  loadMadeTargets,
  loadRecipes,
  loadVariants,
} from "../../runners/registry.ts";
import { chooseTargets } from "../../scripts/choose-targets.ts";
import { temporaryFolder } from "../support.ts";

const tools = FAKE_TOOLS.map((name) => ({ name, hostPath: "", imagePath: "", sha256: name }));
const image: Image = { digest: "", rootfs: "", files: [], tools, layers: [] };
const spec: OpenSpec = { cpus: [0], memoryMiB: 512, image, scratchMiB: 0 };
const never = new AbortController().signal;
const ECHO = { argv: [{ tool: "busybox" }, "echo", "ready"] };

async function made(id: string): Promise<Target> {
  const [target] = (await loadMadeTargets([id])) ?? [];
  if (target === undefined) throw new Error(`${id} is not made up`);
  return target;
}

describe("a script", () => {
  it("has defaults, and takes times, shares and failures", () => {
    expect(readScript("").phases).toEqual([
      { phase: "ready", atNs: 2e6 },
      { phase: "exited", atNs: 2.5e6 },
      { phase: "removed", atNs: 3e6 },
    ]);
    const script = readScript(
      "init=1ms:ready=1.5s:scatter=2.5%:speed=90%:seed=7:fail=exit@start:fail=hang@exec3..5:fail=died@open2..",
    );
    expect(script.phases.map(({ phase }) => phase)).toEqual(["init", "ready", "exited", "removed"]);
    expect(script).toMatchObject({ scatter: 0.025, speed: 0.9, seed: 7, unavailable: false });
    const any = Number.POSITIVE_INFINITY;
    expect(script.failures).toEqual([
      { failure: "exit", event: "start", first: 1, last: any },
      { failure: "hang", event: "exec", first: 3, last: 5 },
      { failure: "died", event: "open", first: 2, last: any },
    ]);
  });

  it.each([
    ["redy=1ms", '"redy" is no part of a script'],
    ["constructor=1ms", '"constructor" is no part'],
    ["ready=1", '"1" is no ready'],
    ["ready=0ms", '"0ms" is no ready'],
    ["scatter=2", '"2" is no scatter'],
    ["fail=exit", '"exit" is no fail'],
    ["fail=exit@stop", '"exit@stop" is no fail'],
    ["fail=output@open", '"output@open" is no fail'],
    ["init=3ms", "ready comes before init"],
    ["speed=0%", "never ends"],
    ["/does/not/exist.json", "/does/not/exist.json: "],
  ])("%s is refused: %s", (parameter, message) => {
    expect(() => readScript(parameter)).toThrow(message);
  });

  it("may be a file, with the same parts", () => {
    const file = join(temporaryFolder(), "script.json");
    const parts = { ready: "5ms", seed: 3, fail: ["exit@start1", "hang@open"], unavailable: true };
    writeFileSync(file, JSON.stringify(parts));
    const inline = "ready=5ms:seed=3:fail=exit@start1:fail=hang@open:unavailable";
    expect(readScript(file)).toEqual(readScript(inline));
    writeFileSync(file, "[]");
    expect(() => readScript(file)).toThrow("script.json: ");
  });
});

describe("a made-up target", () => {
  it("is hidden from lists, and chosen by its name", async () => {
    expect((await loadRecipes()).map(({ kind }) => kind)).not.toContain("fake");
    expect((await loadVariants()).get("fake")).toMatchObject({ hidden: true, known: [] });
    expect(await chooseTargets("all")).not.toContain("fake");
    expect(await chooseTargets("fake,fake:ready=3ms")).toEqual(["fake", "fake:ready=3ms"]);
    expect((await findRecipe("fake#head"))?.title).toContain("fake: made-up times");
  });

  it("is obeyed on a run folder's word unless it names a file", async () => {
    for (const id of ["fake", "fake:ready=3ms", "fake:ready=3ms+delay=1ms#head"]) {
      expect([id, await isKnownTarget(id)]).toEqual([id, true]);
    }
    for (const id of ["fake:./script.json", "fake:script.json", "fake:/etc/passwd"]) {
      expect([id, await isKnownTarget(id)]).toEqual([id, false]);
    }
  });

  it("needs a machine only beside targets that are measured", async () => {
    expect(await loadMadeTargets(["fake", "fake+delay=1ms"])).toHaveLength(2);
    expect(await loadMadeTargets(["fake", "native"])).toBeUndefined();
  });

  it("takes the times of its script, with seeded scatter and known slowdowns", async () => {
    const readyOf = async (id: string) => {
      const target = await made(id);
      const { lifecycle } = await target.start(spec, ECHO, never);
      return lifecycle.find(({ phase }) => phase === "ready")?.atNs ?? Number.NaN;
    };
    expect(await readyOf("fake:ready=5ms:scatter=0%")).toBe(5e6);
    expect(await readyOf("fake:ready=5ms:scatter=0%+delay=2ms")).toBe(7e6);
    expect(await readyOf("fake:ready=5ms:scatter=0%+throttle=50%")).toBe(10e6);
    expect(await readyOf("fake")).toBe(await readyOf("fake"));
    expect(await readyOf("fake")).not.toBe(await readyOf("fake:seed=1"));
    const target = await made("fake:scatter=10%");
    const logs: number[] = [];
    for (let i = 0; i < 400; i++) {
      const { lifecycle } = await target.start(spec, ECHO, never);
      expect(lifecycle.map(({ atNs }) => atNs)).toEqual(
        lifecycle.map(({ atNs }) => atNs).sort((a, b) => a - b),
      );
      logs.push(Math.log((lifecycle[1]?.atNs ?? 0) / 2e6));
    }
    const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
    const variance = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / logs.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.sqrt(variance)).toBeGreaterThan(0.085);
    expect(Math.sqrt(variance)).toBeLessThan(0.115);
  });

  it("fails where its script says so", async () => {
    const target = await made("fake:fail=exit@start2:fail=output@start3:fail=timeout@start4..");
    const start = () => target.start(spec, ECHO, never);
    expect(await start()).toMatchObject({ exitCode: 0, stdout: "ready\n" });
    expect(await start()).toMatchObject({ exitCode: 3 });
    expect((await start()).stdout).not.toBe("ready\n");
    await expect(start()).rejects.toMatchObject({ code: "TIMEOUT" });
    await expect(start()).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  it("hangs until it is interrupted", async () => {
    const target = await made("fake:fail=hang@start");
    const abort = new AbortController();
    const start = target.start(spec, ECHO, abort.signal);
    abort.abort();
    await expect(start).rejects.toThrow();
  });

  it("keeps one virtual time: its clocks agree, and its end comes after its work", async () => {
    const session = await (await made("fake")).open(spec, never);
    const before = await session.clock(never);
    const { hostNs } = await session.exec(ECHO, never);
    const after = await session.clock(never);
    expect(after.insideNs - before.insideNs).toBeGreaterThanOrEqual(hostNs);
    expect(after.insideNs - before.insideNs).toBeLessThanOrEqual(after.answeredNs - before.askedNs);
    await session.close();
    const times = session.lifecycle.map(({ atNs }) => atNs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeGreaterThan(hostNs);
  });

  it("prints what the main workloads read, faster if its script says so", async () => {
    const experiments = (await loadExperiments()).filter(({ main }) => main);
    const ratesOf = async (id: string) => {
      const target = await made(id);
      const bench = { image, cpus: spec.cpus, memoryMiB: spec.memoryMiB, signal: never };
      const subject = { id, roles: { target: id }, at: {} };
      const rates: number[] = [];
      for (const experiment of experiments) {
        const params = experiment.params.smoke;
        const lab = new CellLab(bench, subject, new Map([[id, target]]));
        const metrics = experiment.metrics(params, lab.size);
        const higher = metrics.filter(({ better }) => better === "higher").map((one) => one.id);
        const observations = await experiment.run(lab, subject, params);
        await lab.close();
        for (const one of observations) {
          if ("metric" in one && higher.includes(one.metric)) rates.push(...one.values);
        }
      }
      return rates;
    };
    const usual = await ratesOf("fake:scatter=0%");
    const fast = await ratesOf("fake:scatter=0%:speed=200%");
    expect(usual.length).toBeGreaterThan(5);
    for (const [index, value] of fast.entries()) expect(value).toBeCloseTo(2 * (usual[index] ?? 0));
  });
});
