/** How long tools may take that work on a whole image: as long as a slow machine needs. */
import { expect, it, vi } from "vitest";

const asked = vi.hoisted((): { timeoutMs: number | undefined }[] => []);
vi.mock("../../runners/host/process.ts", async (original) => {
  const real = await original<typeof import("../../runners/host/process.ts")>();
  return {
    ...real,
    run: async (_argv: readonly string[], options?: { timeoutMs?: number }) => {
      asked.push({ timeoutMs: options?.timeoutMs });
      return { stdout: "5\n", stderr: "", exitCode: 0 };
    },
  };
});
const { gzippedBytes } = await import("../../runners/images/vm-disk.ts");
const { importArchive } = await import("../../runners/images/archive.ts");

it("compressing an image and importing it are not ended after the two minutes that other tools have", async () => {
  expect(await gzippedBytes("disk.ext4")).toBe(5);
  await importArchive({ rootfs: "rootfs" }, ["docker", "import", "-", "tag"], {});
  expect(asked.length).toBe(2);
  for (const { timeoutMs } of asked) expect(timeoutMs).toBeGreaterThanOrEqual(1_800_000);
});
