/** Which outputs of tools a run of the workloads' contract keeps. */
import { describe, expect, it } from "vitest";
import { loadExperiments } from "../../bench/registry.ts";
import { fixturesWanted } from "../fixtures.ts";

const workloads = await loadExperiments();

describe("UPDATE_FIXTURES", () => {
  it.each([undefined, ""])("%o keeps nothing", (value) => {
    expect(fixturesWanted(value, workloads)).toBe("none");
  });

  it.each(["1", "all"])("%s keeps all", (value) => {
    expect(fixturesWanted(value, workloads)).toBe("all");
  });

  it("keeps those of the workloads that it names, and no other", () => {
    expect(fixturesWanted("cpu.openssl", workloads)).toEqual(new Set(["cpu.openssl"]));
    expect(fixturesWanted("cpu.openssl, disk.fio", workloads)).toEqual(
      new Set(["cpu.openssl", "disk.fio"]),
    );
  });

  it.each(["cpu.opensll", "cpu.openssl,cpu", "true", "start.exec"])(
    "%s, which has nothing to keep, is an error that says so",
    (value) => {
      expect(() => fixturesWanted(value, workloads)).toThrow(/is named /);
    },
  );
});
