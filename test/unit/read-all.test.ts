/** The command that reads all files, executed for real on a small tree. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { READ_ALL, readsAll } from "../../bench/tools/read-all.ts";

describe("the command that reads all files", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "isotax-read-all-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("says that it runs, and tells the bytes of all files below the root", () => {
    mkdirSync(join(folder, "some/deep"), { recursive: true });
    writeFileSync(join(folder, "one"), "x".repeat(1000));
    writeFileSync(join(folder, "some/deep/two"), "x".repeat(234));
    writeFileSync(join(folder, "some/none"), "");
    const [, , script] = READ_ALL.argv;
    const here = String(script).replaceAll('("/")', `("${folder}/")`);
    const { stdout } = spawnSync(process.execPath, ["--eval", here], { encoding: "utf8" });
    expect(stdout).toBe("ready\nread 1234\n");
    expect(readsAll(stdout)).toBe(1234);
  });

  it.each(["", "ready\n", "read 5\n", "ready\nread five\n", "ready\nread 5\nmore\n"])(
    "takes no other output: %j",
    (stdout) => {
      expect(readsAll(stdout)).toBeUndefined();
    },
  );
});
