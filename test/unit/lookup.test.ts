/** Names that every object of JavaScript has are names like others: there is nothing of that name. */

import { describe, expect, it } from "vitest";
import { own } from "../../bench/lookup.ts";
import { verbatim } from "../../bench/messages.ts";
import { loadExperiments } from "../../bench/registry.ts";
import { textOf } from "../../reports/text/message.ts";
import { findRecipe } from "../../runners/registry.ts";
import { missingPackages } from "../../runners/tools/install.ts";
import { installCommand, toolRequirement } from "../../runners/tools/requirements.ts";
import { chooseTargets } from "../../scripts/choose-targets.ts";
import { chooseWorkloads } from "../../scripts/choose-workloads.ts";
import { parseTime } from "../../scripts/units.ts";

describe.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("the name %s", (name) => {
  it("is in no table", () => {
    expect(own({ a: 1 }, name)).toBeUndefined();
    expect(own({ ["__proto__"]: 2, a: 1 }, "__proto__")).toBe(2);
  });

  it("is no target and no workload", async () => {
    await expect(chooseTargets(name)).rejects.toThrow(`unknown target "${name}"`);
    await expect(chooseTargets(`namespaces:${name}`)).rejects.toThrow("unknown target");
    const known = await loadExperiments();
    expect(() => chooseWorkloads(name, known)).toThrow(`unknown workload "${name}"`);
    expect(() => chooseWorkloads(`main,${name}`, known)).toThrow(`unknown workload "${name}"`);
  });

  it("is no package, no unit, and as a runtime a program like others", async () => {
    expect(textOf(installCommand([name]))).toMatch(new RegExp(`recommends ${name}$`));
    expect(textOf(toolRequirement(name, verbatim("")).remedy)).toContain("into the PATH");
    expect(await missingPackages([name])).toEqual([]);
    expect(parseTime(`5${name}`)).toBeUndefined();
    expect((await findRecipe(`oci:${name}`))?.id).toBe(`oci:${name}`);
  });
});
