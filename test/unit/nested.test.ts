import { describe, expect, it } from "vitest";
import { loadExperiments } from "../../bench/registry.ts";
import { loadRecipes } from "../../runners/registry.ts";
import { packageOf } from "../../runners/tools/requirements.ts";
import { CANNOT_RUN_AS_ROOT, MUST_RUN_AS_USER } from "../nested/expected.ts";
import { SUITES } from "../nested/options.ts";
import { guestPackages } from "../nested/packages.ts";
import { parseLine } from "../nested/record.ts";

describe("the nested host", () => {
  it("has the packages of every target's and workload's tools, and of no other test's", async () => {
    const tools = [
      ...(await loadRecipes()).flatMap(({ requires }) =>
        requires.filter(({ kind }) => kind === "tool").map(({ name }) => name),
      ),
      ...(await loadExperiments()).flatMap((workload) => workload.tools),
    ];
    const wanted = tools.flatMap((tool) => packageOf(tool)?.package ?? []);
    // isotax unpacks these from a mirror, which this host has not.
    wanted.push("nginx", "postgresql");
    for (const suite of SUITES) {
      expect(guestPackages(suite)).toEqual(expect.arrayContaining(wanted));
      expect(guestPackages(suite)).not.toContain("chromium");
    }
    expect(guestPackages("trixie")).toContain("docker-cli");
    expect(guestPackages("bookworm")).not.toContain("docker-cli");
  });

  it("expects nothing of targets that there are not", async () => {
    const ids = (await loadRecipes()).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(Object.keys(CANNOT_RUN_AS_ROOT)));
    expect(ids).toEqual(expect.arrayContaining(MUST_RUN_AS_USER));
  });

  it("is understood on its console, and nobody else there", () => {
    expect(parseLine("@nested begin root/run")).toBe("begin");
    expect(parseLine("@nested end root/run 1 42")).toEqual({
      ...{ name: "root/run", exitCode: 1, seconds: 42 },
    });
    // What a process left on the line before the first process wrote its own.
    expect(parseLine("half a line @nested done")).toBe("done");
    expect(parseLine("[    3.9] kvm: already loaded")).toBeUndefined();
  });
});
