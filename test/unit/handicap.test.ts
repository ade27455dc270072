/** Targets with a known slowdown, a second name, a path or a command of the user's. */

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { say } from "../../bench/messages.ts";
import { commandWords, which } from "../../runners/host/process.ts";
import { parseHandicap } from "../../runners/launch/handicap-name.ts";
import { findRecipe, findRecipes } from "../../runners/registry.ts";
import { temporaryFolder } from "../support.ts";

describe("a handicap", () => {
  it.each([
    ["spin=1ms", { kind: "spin", ns: 1e6 }],
    ["spin=1.5us", { kind: "spin", ns: 1500 }],
    ["spin=20µs", { kind: "spin", ns: 20_000 }],
    ["spin=239668ns", { kind: "spin", ns: 239_668 }],
    ["delay=2s", { kind: "delay", ns: 2e9 }],
    ["delay=0ns", { kind: "delay", ns: 0 }],
    ["fsync", { kind: "fsync" }],
    ["throttle=30%", { kind: "throttle", share: 0.3 }],
    ["throttle=10%", { kind: "throttle", share: 0.1 }],
    ["throttle=99.5%", { kind: "throttle", share: 0.995 }],
    ["stall=15%x300ms", { kind: "stall", share: 0.15, ns: 3e8 }],
    ["stall=0.5%x2s", { kind: "stall", share: 0.005, ns: 2e9 }],
    ["fail=10%", { kind: "fail", share: 0.1 }],
  ])("is read: %s", (text, handicap) => {
    expect(parseHandicap(text)).toEqual(handicap);
  });

  it.each([
    ...["", "spin", "spin=", "spin=1", "spin=1m", "spin=-1ms", "spin=ms", "spin=1ms ", "spin=5%"],
    ...["delay=1h", "delay=1constructor", "fsync=1", "fsync=1ms", "throttle=30", "throttle=9%"],
    ...["throttle=100%", "throttle=0%", "throttle=1ms", "nap=1ms", "SPIN=1ms", "xspin=1ms"],
    ...["stall=15%", "stall=15x1ms", "stall=0%x1ms", "stall=100%x1ms", "stall=5%xfsync", "fail=0%"],
    ...["fail=100%", "fail=10", "fail=1ms"],
  ])('is none: "%s"', (text) => {
    expect(parseHandicap(text)).toBeUndefined();
  });
});

describe("the target of an id", () => {
  it("is the same under a label", async () => {
    const crun = await findRecipe("crun");
    expect(await findRecipe("crun#x")).toEqual({
      ...{ ...crun, id: "crun#x", title: `${crun?.title} (x)` },
    });
    expect(await findRecipe("oci:youki#base-2")).toMatchObject({
      id: "oci:youki#base-2",
      rung: 66,
    });
  });

  it("is slowed down by a handicap, and may have a label as well", async () => {
    const crun = await findRecipe("crun");
    const slowed = await findRecipe("crun+spin=1ms");
    expect(slowed).toMatchObject({
      ...{ id: "crun+spin=1ms", kind: crun?.kind, rung: crun?.rung, below: crun?.below },
      title: `${crun?.title}, slowed down (spin=1ms)`,
    });
    expect(slowed?.prepare).not.toBe(crun?.prepare);
    expect(await findRecipe("crun+spin=1ms#x")).toMatchObject({
      ...{ id: "crun+spin=1ms#x", title: `${slowed?.title} (x)`, rung: crun?.rung },
    });
    for (const id of ["docker:none+throttle=30%", "crun#x+fsync"]) {
      expect((await findRecipe(id))?.id).toBe(id);
    }
  });

  it.each([
    ...["crun+nonsense", "crun+spin", "crun+spin=1", "crun+", "nonsense+fsync", "+fsync", "crun#"],
    ...["#x", "nonsense#x", "crun#a b", "native:x", "oci:", "oci:/a/b/", "command:"],
    "command:  ",
  ])('is none: "%s"', async (id) => {
    expect(await findRecipe(id)).toBeUndefined();
  });

  it("is a runtime by its path, wherever it is named from", async () => {
    expect(await findRecipe("oci:/a/b/crun")).toMatchObject({
      ...{ id: "oci:/a/b/crun", kind: "runtime", below: "seccomp" },
      requires: [
        { name: "/a/b/crun", remedy: say("targets.build-program", { path: "/a/b/crun" }) },
        {},
      ],
    });
    expect((await findRecipe("oci:./b/crun"))?.requires[0]?.name).toBe(resolve("b/crun"));
    expect((await findRecipe("oci:youki"))?.requires[0]).toMatchObject({
      ...{ name: "youki", remedy: say("targets.put-runtime", { name: "youki" }) },
    });
  });

  it("is a command of the user's, whose file is found wherever it is started from", async () => {
    const id = "command:./run.sh {rootfs} {command}";
    const recipe = await findRecipe(id);
    const file = resolve("run.sh");
    expect(recipe).toMatchObject({
      ...{ id, title: `${file} {rootfs} {command}`, kind: "runtime", below: "native" },
      requires: [{ name: file, remedy: say("targets.build-program", { path: file }) }],
      lacks: { network: say("targets.way-not-known") },
    });
    expect((await findRecipe("command:env -i"))?.requires[0]?.name).toBe("env");
    expect((await findRecipe(`${id}+fsync#head`))?.id).toBe(`${id}+fsync#head`);
  });

  it("is measured once under each name, in the ladder's order", async () => {
    const ids = ["oci:/a/crun#head", "oci:/a/crun#base", "native", "oci:/a/crun#head"];
    expect((await findRecipes(ids)).map(({ id }) => id)).toEqual([
      ...["native", "oci:/a/crun#base", "oci:/a/crun#head"],
    ]);
  });
});

describe("an executable", () => {
  it("is found by its path, or in the PATH", () => {
    const folder = temporaryFolder();
    const file = join(folder, "tool");
    writeFileSync(file, "#!/bin/sh\n");
    chmodSync(file, 0o644);
    expect(which(file)).toBeUndefined();
    chmodSync(file, 0o755);
    expect(which(file)).toBe(file);
    expect(which(join(folder, "gone"))).toBeUndefined();
    expect(which("sh")).toMatch(/^\/.*\/sh$/);
    expect(which("isotax-no-such-tool")).toBeUndefined();
  });

  it("is no folder", () => {
    const folder = join(temporaryFolder(), "crun");
    mkdirSync(folder);
    expect(which(folder)).toBeUndefined();
  });
});

describe("the words of a command", () => {
  it.each([
    ["./run.sh {rootfs} {command}", ["./run.sh", "{rootfs}", "{command}"]],
    ["  env   -i  ", ["env", "-i"]],
    ["run my\\ file", ["run", "my file"]],
    ["", []],
    ["   ", []],
  ])('of "%s"', (text, words) => {
    expect(commandWords(text).filter((word) => word !== "")).toEqual(words);
  });
});
