/** How the targets' contract finds what a tool left in the temporary folder. */
import { spawn } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { say } from "../../bench/messages.ts";
import { loadRecipes } from "../../runners/registry.ts";
import { toolRequirement } from "../../runners/tools/requirements.ts";
import { entriesOf, othersOf, ownTools } from "../left-in-temporary.ts";
import { temporaryFolder } from "../support.ts";

describe("what a tool left in the temporary folder", () => {
  it("is what bears its name, and nothing else", () => {
    const folder = temporaryFolder();
    for (const name of ["prooted-31-x", ".proot.lock", "PRoot-1", "a-proot", "runc-1", "tmp.x"]) {
      writeFileSync(join(folder, name), "");
    }
    expect([...entriesOf(["proot"], folder)].sort()).toEqual(
      [".proot.lock", "PRoot-1", "prooted-31-x"].sort(),
    );
    expect(entriesOf([], folder)).toEqual([]);
  });

  it("is told by names of tools that not every target uses", async () => {
    const tool = (name: string) => toolRequirement(name, say("targets.makes-layer"));
    expect(ownTools([tool("mount"), tool("busybox"), tool("crun")])).toEqual(["crun"]);
    const own = new Map((await loadRecipes()).map(({ id, requires }) => [id, ownTools(requires)]));
    expect(own.get("bubblewrap")).toEqual(["bwrap"]);
    expect(own.get("native")).toEqual([]);
  });

  it("may be another's while a program of that name runs that this process did not start", async () => {
    const [name, folder] = ["isotax-made-up-tool", temporaryFolder()];
    symlinkSync("/bin/sleep", join(folder, name));
    // Its parent ends at once, so that it is nobody's here.
    const script = `${join(folder, name)} 60 & echo $!`;
    const shell = spawn("setsid", ["sh", "-c", script], { stdio: ["ignore", "pipe", "ignore"] });
    const pid = await new Promise<string>((resolve) => {
      shell.stdout?.once("data", (data: Buffer) => resolve(String(data).trim()));
    });
    onTestFinished(() => {
      process.kill(Number(pid), "SIGKILL");
    });
    await vi.waitFor(() => expect(othersOf([name]).join()).toMatch(`${pid}: `));
    expect(othersOf(["isotax-no-such-tool"])).toEqual([]);
    const own = spawn(join(folder, name), ["60"], { stdio: "ignore" });
    onTestFinished(() => {
      own.kill("SIGKILL");
    });
    await vi.waitFor(() => expect(own.pid).toBeDefined());
    expect(othersOf([name]).join()).not.toMatch(`${own.pid}: `);
  });
});
