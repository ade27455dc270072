import { describe, expect, it } from "vitest";
import { firewallTool, ulimitOptions } from "../../runners/containers/podman/command.ts";

const LIMITS = [
  "Limit                     Soft Limit           Hard Limit           Units     ",
  "Max processes             1000                 90000                processes ",
  "Max open files            1024                 20000                files     ",
].join("\n");
const ALL = "CapEff:\t000001ffffffffff\n";
const ALL_BUT_SYS_RESOURCE = "CapEff:\t000001fffeffffff\n";
const MILLION = 1_048_576;

describe("Podman's ulimits", () => {
  it("are its own where limits may be raised", () => {
    expect(ulimitOptions(LIMITS, ALL, MILLION)).toEqual([]);
    const unlimited = LIMITS.replace("90000", "unlimited").replace("20000", "1048576");
    expect(ulimitOptions(unlimited, ALL_BUT_SYS_RESOURCE, MILLION)).toEqual([]);
  });

  it("are the hard limits where these may not be raised", () => {
    expect(ulimitOptions(LIMITS, ALL_BUT_SYS_RESOURCE, MILLION)).toEqual([
      "--ulimit=nofile=20000:20000",
      "--ulimit=nproc=90000:90000",
    ]);
  });

  it("do not exceed the kernel's most for open files", () => {
    expect(ulimitOptions(LIMITS, ALL, 65_536)).toEqual(["--ulimit=nofile=65536:65536"]);
  });
});

describe("the bridge of Podman", () => {
  it.each([
    ["podman version 4.3.1\n", "iptables"],
    ["podman version 5.4.2\n", "nft"],
    ["podman version 6.0.0-rc1\n", "nft"],
    ["", "iptables"],
  ])("of %j has its rules made by %s", (version, tool) => {
    expect(firewallTool(version)).toBe(tool);
  });
});
