/** What a user's own workloads bring into the image, and what is refused before anything is copied. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { IsotaxError } from "../../bench/errors.ts";
import type { BroughtFile, BroughtProgram } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import {
  broughtFiles,
  broughtProgram,
  broughtPrograms,
  placeInside,
  whyNotBrought,
} from "../../runners/images/brought.ts";
import { broughtProblem } from "../../runners/lacks.ts";
import { temporaryFolder } from "../support.ts";

const workload = (files: readonly BroughtFile[], programs: readonly BroughtProgram[] = []) => ({
  id: "my.work",
  brings: { files, programs },
});

function project(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "app/deep"), { recursive: true });
  for (const file of ["app/main.js", "app/deep/data", "other"])
    writeFileSync(join(folder, file), file);
  return folder;
}

function refusal(...files: readonly BroughtFile[]): string {
  try {
    broughtFiles([workload(files)]);
  } catch (error) {
    if (!(error instanceof IsotaxError)) throw error;
    expect(error.code).toBe("BAD_FILES");
    return textOf(error.what);
  }
  throw new Error("they were taken");
}

describe("files of own workloads", () => {
  it("are listed one by one, each once", () => {
    const folder = project();
    const from = join(folder, "app");
    const found = broughtFiles([
      workload([{ from, to: "app" }]),
      workload([
        { from, to: "app" },
        { from: join(folder, "other"), to: "renamed" },
        { from: "/etc/hostname" },
      ]),
    ]);
    expect(found).toEqual([
      { from: join(from, "deep/data"), to: "app/deep/data" },
      { from: join(from, "main.js"), to: "app/main.js" },
      { from: join(folder, "other"), to: "renamed" },
      { from: "/etc/hostname", to: "/etc/hostname" },
    ]);
  });

  it("may be links to what is listed too, and to nothing else", () => {
    const folder = project();
    const from = join(folder, "app");
    symlinkSync("main.js", join(from, "link.js"));
    expect(broughtFiles([workload([{ from, to: "app" }])])).toContainEqual({
      from: join(from, "link.js"),
      to: "app/link.js",
    });
    for (const target of ["/etc/shadow", "../other", "nowhere", "deep"]) {
      const link = join(from, "away");
      symlinkSync(target, link);
      const words = target === "deep" ? "is a folder" : "leads to nothing that is listed";
      expect(refusal({ from, to: "app" }), target).toContain(words);
      execFileSync("rm", [link]);
    }
  });

  it("are regular files: nothing waits for a FIFO", () => {
    const folder = project();
    execFileSync("mkfifo", [join(folder, "app/pipe")]);
    expect(refusal({ from: join(folder, "app"), to: "app" })).toContain("no regular file");
    expect(refusal({ from: "/dev/zero", to: "zero" })).toContain("no regular file");
  });

  it("that are absent are named, with the workload", () => {
    const from = join(temporaryFolder(), "dist");
    expect(refusal({ from, to: "dist" })).toMatch(`my.work: files: ${from}: ENOENT`);
  });

  it("keep no place where something else is mounted inside", () => {
    for (const from of ["/proc/version", "/tmp/x", "/dev/null", "/scratch"]) {
      expect(refusal({ from }), from).toContain("another file system is there");
    }
  });

  it("have one place each", () => {
    const folder = project();
    const files = ["app/main.js", "other"].map((name) => ({ from: join(folder, name), to: "x" }));
    expect(refusal(...files)).toContain("its place, x, is already that of");
  });

  it("are not too large together", () => {
    const folder = project();
    execFileSync("truncate", ["--size=513M", join(folder, "app/large")]);
    expect(refusal({ from: join(folder, "app"), to: "app" })).toContain("512 MiB at most");
  });
});

describe("programs of own workloads", () => {
  it("are found in the PATH or by their path, and keep the name by which they are called", () => {
    const sh = broughtProgram({ name: "sh" });
    expect(sh).toEqual({ path: expect.stringMatching(/\/sh$/) });
    const folder = temporaryFolder();
    copyFileSync(realpathSync("/bin/sh"), join(folder, "mine"));
    const path = join(folder, "mine");
    expect(broughtProgram({ name: "./mine", path })).toEqual({ path });
  });

  it("that isotax knows itself are not brought, unless they are named by a path", () => {
    const programs = [{ name: "busybox" }, { name: "gzip" }, { name: "./node", path: "/x/node" }];
    expect(broughtPrograms([workload([], programs), workload([], programs)])).toEqual(
      programs.slice(1),
    );
  });

  it("stand where they stand on the host, or in a folder of ours", () => {
    expect(placeInside("/usr/bin/gzip")).toBe("/usr/bin/gzip");
    expect(placeInside("/home/me/server")).toMatch(/^\/opt\/isotax\/[0-9a-f]{8}\/server$/);
    expect(placeInside("/home/me/server")).not.toBe(placeInside("/home/you/server"));
  });

  it("that cannot be brought make the workload unavailable, with the reason", () => {
    const script = join(temporaryFolder(), "run.sh");
    writeFileSync(script, "#!/bin/sh\n");
    const text = join(temporaryFolder(), "text");
    writeFileSync(text, "no program");
    for (const file of [script, text]) chmodSync(file, 0o755);
    const why = (path: string) => {
      const found = whyNotBrought({ name: path, path });
      return found === undefined ? undefined : textOf(found);
    };
    expect(why(script)).toContain("is a script");
    expect(why(text)).toContain("is not a program for this machine");
    expect(why("/nowhere/x")).toBe("/nowhere/x not found on this host");
    const lack = broughtProblem(workload([], [{ name: "no-such-program" }]), ["no-such-program"]);
    expect(textOf(lack?.reason ?? { code: "", values: {} })).toBe(
      "no-such-program not found on this host",
    );
    expect(broughtProblem(workload([], [{ name: "gzip" }]), [])).toBeUndefined();
  });
});
