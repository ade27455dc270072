import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { run } from "../../runners/host/process.ts";
import { programVersions } from "../../runners/host/program-versions.ts";
import { temporaryFolder } from "../support.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the versions of the host's programs", () => {
  it("are those of their packages", async () => {
    const { gzip } = await programVersions(["gzip"]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own
    const query = ["dpkg-query", "--show", "--showformat=${Version}", "gzip"];
    expect(gzip).toBe((await run(query)).stdout);
  });

  it("are what a program prints that no package is known for", async () => {
    expect(await programVersions(["node"])).toEqual({ node: process.versions.node });
  });

  it("leave out what the host lacks", async () => {
    const found = await programVersions(["no-program-of-this-name", "tar", "tar"]);
    expect(Object.keys(found)).toEqual(["tar"]);
  });

  it("are not asked of programs that isotax does not know, which might do anything", async () => {
    const folder = temporaryFolder();
    const [program, mark] = [join(folder, "load.sh"), join(folder, "was-started")];
    writeFileSync(program, `#!/bin/sh\n>"${mark}"\necho 1.2.3\n`, { mode: 0o755 });
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
    expect(await programVersions(["load.sh"])).toEqual({ "load.sh": "" });
    expect(existsSync(mark)).toBe(false);
  });

  it("are none of no programs", async () => {
    expect(await programVersions([])).toEqual({});
  });
});
