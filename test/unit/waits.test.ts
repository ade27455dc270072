/** What tasks of a group wait for, of real ones. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { functionName, waitsIn } from "../../runners/kernel/waits.ts";
import { temporaryFolder } from "../support.ts";

function spinning(): number {
  const child = spawn("sh", ["-c", "while :; do :; done"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child.pid as number;
}

function sleeping(): number {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child.pid as number;
}

describe("what tasks wait for", () => {
  it.each(["tasks", "cgroup.threads"])("is told of a group and those below: %s", async (file) => {
    const group = temporaryFolder();
    mkdirSync(join(group, "below"));
    const gone = 2 ** 22 + 1;
    writeFileSync(join(group, file), `${spinning()}\n${gone}\n`);
    writeFileSync(join(group, "below", file), `${spinning()}\n${sleeping()}\n`);
    // One that sleeps until something happens waits for nothing that holds it up.
    // The others may still wait for their program to be loaded.
    await expect.poll(() => waitsIn(group)).toEqual(["cpu", "cpu"]);
  });

  it("is nothing where there is no such group", () => {
    expect(waitsIn("/nowhere")).toEqual([]);
  });

  it("is a plain name", () => {
    expect(functionName("copy_net_ns\n")).toBe("copy_net_ns");
    expect(functionName("rwsem_down_write_slowpath.isra.0")).toBe("rwsem_down_write_slowpath");
    for (const text of ["0", "", "a b", "\u001b[31m", "x".repeat(100)]) {
      expect(functionName(text), text).toBe("unknown");
    }
  });
});
