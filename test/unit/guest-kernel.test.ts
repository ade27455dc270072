/** The kernel that VMs boot, as it is kept in the cache. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { guestKernel, keepKernel, keptKernel } from "../../runners/images/guest-kernel.ts";
import { temporaryFolder, testContext } from "../support.ts";

const VERSION = "6.99-cloud-amd64";

/** What a package of a kernel holds, unpacked. */
function unpacked(modulesIn: string): string {
  const root = temporaryFolder();
  const modules = join(root, modulesIn, VERSION, "kernel");
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, "virtio.ko.xz"), "a module");
  mkdirSync(join(root, "boot"));
  writeFileSync(join(root, "boot", `vmlinuz-${VERSION}`), "no bzImage");
  return root;
}

describe("a guest kernel", () => {
  it.each(["lib/modules", "usr/lib/modules"])(
    "is kept with its modules from %s, and found whole again",
    async (modulesIn) => {
      const context = testContext();
      const store = join(temporaryFolder(), "guest-kernels");
      const kernel = await keepKernel(context, store, unpacked(modulesIn), VERSION);
      const folder = join(store, VERSION);
      expect(kernel).toMatchObject({ version: VERSION, compressed: join(folder, "vmlinuz") });
      expect(keptKernel(folder)).toEqual(kernel);
      writeFileSync(join(folder, "modules/kernel/virtio.ko.xz"), "other");
      expect(keptKernel(folder)).toBeUndefined();
      await context.close();
    },
  );

  it("is looked at once a run: its 150 MB are not hashed again in the first cell with a network", async () => {
    vi.stubEnv("XDG_CACHE_HOME", temporaryFolder());
    const context = testContext();
    const store = join(process.env["XDG_CACHE_HOME"] ?? "", "isotax/guest-kernels");
    await keepKernel(context, store, unpacked("lib/modules"), VERSION);
    const first = await guestKernel(context);
    rmSync(store, { recursive: true });
    expect(await guestKernel(context)).toBe(first);
    expect(existsSync(store)).toBe(false);
    await context.close();
    vi.unstubAllEnvs();
  });
});
