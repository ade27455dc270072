/**
 * The package as a reader gets it: packed, installed into an empty project from the npm registry,
 * and used there without a checkout.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readRun } from "../../bench/store.ts";
import { ROOT, temporaryFolder } from "../support.ts";

const TARGETS = ["--targets", "fake,fake:ready=3ms", "--profile", "smoke", "--no-open"];

it("the packed package works in an empty project", { timeout: 300_000 }, () => {
  const folder = temporaryFolder();
  const project = join(folder, "project");
  mkdirSync(project);
  const inProject = (command: string, ...args: readonly string[]) => {
    const { stdout, stderr, status } = spawnSync(command, args, {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", NPM_CONFIG_UPDATE_NOTIFIER: "false" },
    });
    expect(`${stderr}\n${stdout}`, args.join(" ")).not.toMatch(/^error:/m);
    return { stdout, stderr, code: status };
  };
  const isotax = (...args: readonly string[]) =>
    // npx would fetch a package of this name if this one were not installed.
    inProject("npx", "--no-install", "isotax", ...args);

  // What is packed is what stands here: `prepare` would replace dist/ under other tests.
  const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder, ROOT];
  const tarball = inProject("npm", ...pack).stdout.trim();
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty", private: true }));
  const quietly = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  expect(inProject("npm", "install", ...quietly, join(folder, tarball)).code).toBe(0);

  expect(isotax("--help").stdout).toContain("init");
  expect(isotax("init").code).toBe(0);
  const config = readFileSync(join(project, "isotax.config.ts"), "utf8");
  expect(config).toMatch(/^import \{ defineConfig \} from "isotax";/);
  expect(isotax("run", ...TARGETS, "--out", "first").code).toBe(0);
  const ids = (run: string) => readRun(join(project, run)).run.workloads.map(({ id }) => id);
  expect(ids("first")).toEqual(["start.exec", "my.loop"]);

  // Its types need nothing but the package, however strict the reader's compiler is.
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--types", ""];
  const compiled = (file: string) =>
    spawnSync(tsc, [...strict, "--module", "nodenext", file], { cwd: project, encoding: "utf8" });
  expect(compiled("isotax.config.ts")).toMatchObject({ status: 0, stdout: "" });
  writeFileSync(join(project, "wrong.ts"), config.replace("unit:", "units:"));
  expect(compiled("wrong.ts").stdout).toContain("'units' does not exist");

  const own = { id: "my.echo", command: ["busybox", "echo", "done"] };
  writeFileSync(join(project, "other.json"), JSON.stringify({ workloads: [own] }));
  expect(isotax("run", "--config", "other.json", ...TARGETS, "--out", "second").code).toBe(0);
  expect(ids("second")).toEqual(["my.echo"]);
  const [record] = readRun(join(project, "second")).records;
  expect(record?.outcome).toMatchObject({ status: "ok" });
});
