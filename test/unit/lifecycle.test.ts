/** Stamps of a start whose exit was read before its output. */
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { Lifecycle } from "../../runners/instance/launch.ts";
import { Launch } from "../../runners/launch/launcher.ts";

describe("the stamps of a start", () => {
  it("are none of them after the exit, which may be read first", () => {
    const launch = new Launch(new Writable(), new Promise(() => {}));
    launch.spawnNs = 1000n;
    const lifecycle = new Lifecycle(launch);
    lifecycle.stamp("kernel", 1500n);
    lifecycle.stamp("init", 3000n);
    lifecycle.bound(2500n);
    lifecycle.stamp("ready", 2500n);
    expect(lifecycle.phases).toEqual([
      { phase: "spawn", atNs: 0 },
      { phase: "kernel", atNs: 500 },
      { phase: "init", atNs: 1500 },
      { phase: "ready", atNs: 1500 },
    ]);
  });
});
