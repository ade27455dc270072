/**
 * The adapters' own work, driven with FAKES: small scripts that stand for tools which cannot be had
 * on a machine of CI. They show which commands are given in which order, and what is cleaned up;
 * they show nothing about the real tools.
 */

import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { say } from "../../bench/messages.ts";
import type { Command, Image, OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { which } from "../../runners/host/process.ts";
import { guestKernelState } from "../../runners/images/guest-kernel.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { targetOf } from "../../runners/instance/target.ts";
import { findRecipe } from "../../runners/registry.ts";
import { removeResource } from "../../runners/removers/index.ts";
import { leftOvers, temporaryFolder, testContext } from "../support.ts";

const never = new AbortController().signal;
const TOOLS = ["mke2fs", "socat", "syslinux", "mcopy"];
const ready: Command = { argv: [{ tool: "busybox" }, "echo", "ready"] };
let context: RunContext;
let image: Image;
let folder: string;

beforeAll(async () => {
  context = testContext(true);
  ({ image } = await rootfsImage(context));
});
afterAll(async () => {
  const { runId } = context.options;
  await context.close();
  expect(leftOvers(runId)).toEqual([]);
});
beforeEach((test) => {
  const missing = TOOLS.filter((tool) => which(tool) === undefined);
  if (missing.length > 0) test.skip(`needs ${missing.join(", ")}`);
  if (guestKernelState(context) === "absent") test.skip("needs a guest kernel");
  folder = temporaryFolder();
  const path = process.env["PATH"];
  process.env["PATH"] = `${folder}:${path}`;
  onTestFinished(() => {
    process.env["PATH"] = path;
  });
  // What every fake plays: the init of a guest, which is told a line, and obeys it by heart.
  script("fake-guest", [
    "printf '@isotax init 0.10\\n'",
    "read -r entry",
    `printf '%s\\n' "$entry" >>${folder}/entries`,
    "printf 'ready\\n\\n@isotax exit 0\\n'",
  ]);
});

function script(name: string, lines: readonly string[]): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${lines.join("\n")}\n`);
  chmodSync(file, 0o755);
}

/** Logs its words, then does this. */
function fake(name: string, lines: readonly string[]): void {
  script(name, [`echo "${name} $*" >>${folder}/log`, ...lines]);
}

function log(): readonly string[] {
  return readFileSync(join(folder, "log"), "utf8").trim().split("\n");
}

function spec(scratchMiB = 0): OpenSpec {
  return { cpus: allowedCpus().slice(-1), memoryMiB: 512, image, scratchMiB };
}

async function start(id: string, scratchMiB = 0) {
  const recipe = await findRecipe(id);
  if (recipe === undefined) throw new Error(id);
  return targetOf(recipe, context).start(spec(scratchMiB), ready, never);
}

/** A start of a VM that says nothing, and is interrupted once it runs. */
async function hangs(id: string): Promise<void> {
  const recipe = await findRecipe(id);
  if (recipe === undefined) throw new Error(id);
  const abort = new AbortController();
  const look = setInterval(() => {
    if (existsSync(join(folder, "guest"))) abort.abort();
  }, 20);
  const start = targetOf(recipe, context).start(spec(), ready, abort.signal);
  await expect(start).rejects.toMatchObject({ code: "ABORTED" });
  clearInterval(look);
}

function entries(): string {
  return readFileSync(join(folder, "entries"), "utf8");
}

function liveKinds(): readonly string[] {
  return context.ledger.live.map(({ kind }) => kind);
}

describe("firecracker, a fake", () => {
  it("is started with a file that names the disks, and told what to run", async () => {
    fake("firecracker", [`cp "$3" ${folder}/vm.json`, `exec ${folder}/fake-guest`]);
    const result = await start("firecracker", 16);
    expect(result).toMatchObject({ stdout: "ready\n", exitCode: 0 });
    expect(entries()).toBe("/bin/busybox echo ready\n");
    expect(log()[0]).toMatch(
      /^firecracker --no-api --config-file \S+vm\.json --log-path \S+firecracker\.log --level Warning$/,
    );
    const { drives } = JSON.parse(readFileSync(join(folder, "vm.json"), "utf8"));
    expect(drives.map((drive: { drive_id: string }) => drive.drive_id)).toEqual(["root", "data"]);
    expect(existsSync(drives[0].path_on_host)).toBe(true);
    // The volume was the instance's, and has gone with it.
    expect(existsSync(drives[1].path_on_host)).toBe(false);
  });

  it("is refused when it is too old for the guest's kernel", async () => {
    fake("firecracker", ["echo 'Firecracker v1.7.0'"]);
    const probe = await (await findRecipe("firecracker"))?.probe(context, never);
    expect(probe).toMatchObject({
      ok: false,
      reason: say("targets.firecracker-too-old", { found: "1.7.0", needed: "1.8" }),
    });
  });

  it("that ends at once is a failure, with its last words", async () => {
    fake("firecracker", ["echo 'no such device' >&2", "exit 1"]);
    await expect(start("firecracker")).rejects.toMatchObject({
      ...{ code: "INSTANCE_DIED", stderrTail: expect.stringContaining("no such device") },
    });
  });
});

it("cloud-hypervisor, a fake: its serial line is reached through its socket", async () => {
  fake("cloud-hypervisor", [
    "for word; do case $word in socket=*) socket=$word ;; esac; done",
    "sleep 0.1",
    `exec socat UNIX-LISTEN:"$(echo "$socket" | cut -d= -f2)" EXEC:${folder}/fake-guest`,
  ]);
  expect(await start("cloud-hypervisor", 16)).toMatchObject({ stdout: "ready\n", exitCode: 0 });
  expect(entries()).toBe("/bin/busybox echo ready\n");
  expect(log()[0]).toMatch(/--disk path=\S+,readonly=on path=\S+data\.ext4,direct=on --serial/);
});

describe("virtualbox, a fake", () => {
  /** A register of one VM, as a file that holds its socket. */
  function fakeVirtualbox(headless: readonly string[]): void {
    fake("VBoxManage", [
      `vm=${folder}/registered`,
      "case $1 in",
      `createvm) : >$vm ;;`,
      `modifyvm) for word; do socket=$word; done; echo "$socket" >$vm ;;`,
      "showvminfo) [ -e $vm ] ;;",
      "unregistervm) rm $vm ;;",
      "esac",
    ]);
    fake("VBoxHeadless", [`read -r socket <${folder}/registered`, ...headless]);
  }
  const serve = () => `exec socat UNIX-LISTEN:"$socket" EXEC:${folder}/fake-guest`;

  it("registers a VM, runs it, and unregisters it with its files", async () => {
    fakeVirtualbox([serve()]);
    expect(await start("virtualbox", 16)).toMatchObject({ stdout: "ready\n", exitCode: 0 });
    expect(log().map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      ...["VBoxManage createvm", "VBoxManage modifyvm", "VBoxManage storagectl"],
      ...Array(3).fill("VBoxManage storageattach"),
      ...["VBoxManage setextradata", "VBoxHeadless --startvm", "VBoxManage showvminfo"],
      ...["VBoxManage controlvm", "VBoxManage unregistervm"],
    ]);
    expect(existsSync(join(folder, "registered"))).toBe(false);
    expect(liveKinds()).not.toContain("virtualbox-vm");
  });

  it("ends a VM that hangs, and removes it", async () => {
    fakeVirtualbox([serve()]);
    script("fake-guest", [`: >${folder}/guest`, "exec sleep 1000"]);
    await hangs("virtualbox");
    expect(existsSync(join(folder, "registered"))).toBe(false);
    expect(liveKinds()).not.toContain("virtualbox-vm");
  });

  it("removes what a dead run's ledger names; a VM that is not there is fine", async () => {
    fakeVirtualbox([]);
    writeFileSync(join(folder, "registered"), "");
    await removeResource({ kind: "virtualbox-vm", name: "isotax-x" });
    expect(existsSync(join(folder, "registered"))).toBe(false);
    await removeResource({ kind: "virtualbox-vm", name: "isotax-x" });
    expect(log().filter((line) => line.includes("unregistervm"))).toHaveLength(1);
  });
});

describe("vmware, a fake", () => {
  /** A VM that runs is a process whose number is in a file. */
  function fakeVmware(): void {
    fake("vmrun", [
      `vm=${folder}/running`,
      "case $3 in",
      `start) socket=$(sed -n 's/^serial0.fileName = "\\(.*\\)"$/\\1/p' "$4")`,
      `  setsid socat UNIX-LISTEN:"$socket" EXEC:${folder}/fake-guest & echo "$! $4" >$vm ;;`,
      'list) read -r pid vmx <$vm && kill -0 "$pid" && echo "$vmx" ;;',
      'stop) read -r pid vmx <$vm; kill -- -"$pid"; rm $vm ;;',
      "esac 2>/dev/null",
    ]);
  }

  it("writes a VM's file, starts it, and deletes it", async () => {
    fakeVmware();
    expect(await start("vmware", 16)).toMatchObject({ stdout: "ready\n", exitCode: 0 });
    const verbs = log().map((line) => line.split(" ")[3]);
    expect(verbs[0]).toBe("start");
    expect(verbs.at(-1)).toBe("deleteVM");
    expect(liveKinds()).not.toContain("vmware-vm");
  });

  it("stops one that still runs", async () => {
    fakeVmware();
    script("fake-guest", [`: >${folder}/guest`, "exec sleep 1000"]);
    await hangs("vmware");
    const verbs = log().map((line) => line.split(" ")[3]);
    expect(verbs).toEqual(["start", "list", "stop", "list", "deleteVM"]);
    expect(existsSync(join(folder, "running"))).toBe(false);
  });
});
