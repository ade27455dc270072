import { describe, expect, it } from "vitest";
import { Closers, unwoundOnFailure } from "../../runners/closers.ts";

/** A stack whose closers say that they were called; those that are named so fail. */
function said(names: readonly string[], failing: readonly string[] = []) {
  const closers = new Closers();
  const calls: string[] = [];
  for (const name of names) {
    closers.defer((clean) => {
      calls.push(`${name} ${clean}`);
      if (failing.includes(name)) throw new Error(`${name} failed`);
    });
  }
  return { closers, calls };
}

describe("a stack of closers", () => {
  it("is unwound once, newest first, and tells each how the instance ended", async () => {
    const { closers, calls } = said(["folder", "port"]);
    await closers.unwind(true);
    await closers.unwind(false);
    expect(calls).toEqual(["port true", "folder true"]);
  });

  it("undoes the rest though some fail, and says which", async () => {
    const { closers, calls } = said(["a", "b", "c"], ["a", "c"]);
    await expect(closers.unwind(false)).rejects.toThrow("c failed; a failed");
    expect(calls).toEqual(["c false", "b false", "a false"]);
    await expect(said(["a", "b"], ["a"]).closers.unwind(true)).rejects.toThrow(/^a failed$/);
  });
});

describe("a preparation", () => {
  const made = (calls: string[], name: string) => ({
    remove: () => void calls.push(name),
    close: async () => void calls.push(name),
  });

  it("that fails is undone, newest first, with what its user would have closed", async () => {
    const calls: string[] = [];
    const failing = unwoundOnFailure(async (closers) => {
      closers.use(made(calls, "port"));
      closers.hold(made(calls, "launcher"));
      closers.defer(() => {
        throw new Error("left to a sweep");
      });
      throw new Error("no room");
    });
    await expect(failing).rejects.toThrow("no room");
    expect(calls).toEqual(["launcher", "port"]);
  });

  it("that is complete keeps all, and leaves to its user what he closes", async () => {
    const calls: string[] = [];
    const closers = await unwoundOnFailure(async (closers) => {
      closers.use(made(calls, "port"));
      closers.hold(made(calls, "launcher"));
      return closers;
    });
    expect(calls).toEqual([]);
    await closers.unwind(true);
    expect(calls).toEqual(["port"]);
  });
});
