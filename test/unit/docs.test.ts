/** The documents name what exists. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLAIMS } from "../../bench/claims/registry.ts";
import { loadExperiments } from "../../bench/registry.ts";
import { loadRecipes, loadVariants } from "../../runners/registry.ts";
import { withClaimList } from "../../scripts/catalogue-claims.ts";
import { untriedTargets, withTargetList, workloadsPage } from "../../scripts/catalogue-text.ts";
import { asMarkdown } from "../isolation/compare.ts";
import { DIFFERENCES } from "../isolation/differences.ts";
import { ROOT } from "../support.ts";

const documents = ["README.md", "README.ko.md", "CONTRIBUTING.md", "CHANGELOG.md"].concat(
  readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
);

describe("the documents", () => {
  it.each(documents)("%s links to files that exist", (document) => {
    const text = readFileSync(join(ROOT, document), "utf8");
    for (const [, target] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (target === undefined || /^https?:/.test(target)) continue;
      expect(existsSync(join(ROOT, dirname(document), target)), target).toBe(true);
    }
  });

  it.each(documents)("%s links to headings that exist", (document) => {
    const text = readFileSync(join(ROOT, document), "utf8");
    for (const [, file = "", anchor] of text.matchAll(/\]\(([^)#\s]*)#([^)]+)\)/g)) {
      if (/^https?:/.test(file)) continue;
      const target = file === "" ? document : join(dirname(document), file);
      expect(anchorsOf(readFileSync(join(ROOT, target), "utf8")), target).toContain(anchor);
    }
  });

  it.each(documents)("%s names npm scripts that exist", (document) => {
    const text = readFileSync(join(ROOT, document), "utf8");
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const [, name] of text.matchAll(/npm run (?:-s )?([\w:]+)/g)) {
      expect(Object.keys(scripts)).toContain(name);
    }
  });

  it("list the targets as `npm run catalogue` does", async () => {
    const page = readFileSync(join(ROOT, "docs/targets.md"), "utf8");
    const catalogue = {
      recipes: await loadRecipes(),
      variants: await loadVariants(),
      untried: untriedTargets(readFileSync(join(ROOT, "docs/adapters.md"), "utf8")),
    };
    expect(catalogue.untried).toContain("firecracker");
    expect(page, "run `npm run catalogue`").toBe(withTargetList(page, catalogue));
  });

  it("list the claims as `npm run catalogue` does", () => {
    const page = readFileSync(join(ROOT, "docs/claims.md"), "utf8");
    expect(page, "run `npm run catalogue`").toBe(withClaimList(page, CLAIMS));
  });

  it("list the workloads as `npm run catalogue` does", async () => {
    const page = readFileSync(join(ROOT, "docs/workloads.md"), "utf8");
    expect(page, "run `npm run catalogue`").toBe(workloadsPage(await loadExperiments()));
  });

  it("list how our container differs from crun's as the test of it does", () => {
    const page = readFileSync(join(ROOT, "docs/methodology.md"), "utf8");
    expect(page).toContain(`\n\n${asMarkdown(DIFFERENCES)}\n`);
  });

  it("answer what people look for within two clicks from the README, in both languages", () => {
    const maps = ["README.md", "README.ko.md"].map((name) => {
      const readme = readFileSync(join(ROOT, name), "utf8");
      const [, map = ""] = /^## (?:Where do I find|어디에).*\n([\s\S]*?)^## /m.exec(readme) ?? [];
      return [...map.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
    });
    expect(maps[0]).toHaveLength(10);
    expect(maps[1]).toEqual(maps[0]);
  });

  it("begin with a README that is read at a glance, with the two commands that CI runs", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    expect(readme.split("\n").length).toBeLessThan(120);
    for (const command of ["npm ci && npm run bench", "npm ci && npm test"]) {
      expect(readme).toContain(command);
    }
  });
});

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): readonly string[] {
  const headings = page.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
