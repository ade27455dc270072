import { describe, expect, it } from "vitest";
import { textOf } from "../../reports/text/message.ts";
import { findRecipe, loadRecipes, loadTargets } from "../../runners/registry.ts";
import { chooseTargets } from "../../scripts/choose-targets.ts";
import { testContext } from "../support.ts";

describe("--targets", () => {
  it("means the main ones if it is not given", async () => {
    expect(await chooseTargets()).toEqual([
      ...["native", "overlay", "crun", "docker", "qemu-microvm"],
    ]);
  });

  it("takes ids, variants and words for several, in the ladder's order and once each", async () => {
    const engines = (await loadRecipes()).filter(({ kind }) => kind === "engine");
    expect(await chooseTargets("engines, native,docker,docker:none ,native")).toEqual(
      ["native", ...engines.map(({ id }) => id), "docker:none"].sort(await byRung()),
    );
    const all = await chooseTargets("all");
    expect(all).toEqual((await loadRecipes()).map(({ id }) => id));
    expect(await chooseTargets("primitives,runtimes,engines,vms,native")).toEqual(all);
    expect(await chooseTargets("namespaces:net,oci:anything")).toEqual([
      ...["namespaces:net", "oci:anything"],
    ]);
  });

  it("names what there is when it is none of it", async () => {
    await expect(chooseTargets("dokcer")).rejects.toThrow(/did you mean "docker"/);
    const { remedy } = await chooseTargets("namespaces:nte").catch((thrown) => thrown);
    expect(textOf(remedy)).toContain("namespaces:NAMESPACE (none, mount, pid");
    for (const list of ["", ",", "oci:a/", "oci:", "native:x", "docker:bridge"]) {
      await expect(chooseTargets(list)).rejects.toMatchObject({
        code: expect.stringMatching(/^(NO|UNKNOWN)_TARGET$/),
      });
    }
  });

  async function byRung() {
    const ids = await chooseTargets("all,docker:none");
    return (a: string, b: string) => ids.indexOf(a) - ids.indexOf(b);
  }
});

describe("the ladder of targets", () => {
  it("leads from each down to native", async () => {
    await using context = testContext();
    for (const { id, below } of await loadTargets(context)) {
      expect(below.at(-1), id).toBe(id === "native" ? undefined : "native");
      expect(below).not.toContain(id);
    }
  });

  it("has each warm start above the cold one that it stands for", async () => {
    const warm = (await loadRecipes()).filter((recipe) => recipe.warm === true);
    expect(warm.map(({ id }) => id)).toEqual([
      ...["crun-warm", "docker-warm", "podman-warm", "qemu-microvm-warm"].sort(
        (a, b) => warm.findIndex(({ id }) => id === a) - warm.findIndex(({ id }) => id === b),
      ),
    ]);
    for (const { id, below } of warm) {
      expect(below).toBe(id.replace("-warm", ""));
      expect((await findRecipe(below ?? ""))?.warm ?? false).toBe(false);
    }
  });
});
