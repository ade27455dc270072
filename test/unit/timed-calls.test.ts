/** A start, piece by piece, from the lines that the program which makes the calls has printed. */
import { describe, expect, it } from "vitest";
import { callsOf, hasPrinted, resultOf } from "../../runners/instance/first-process.ts";

const at = { spawnNs: 1000n, readyNs: 9000n };
const line = (name: string, from: number, until: number) =>
  `@isotax call ${name} ${from} ${until}\n`;

describe("the pieces of a start", () => {
  it("are what came before the first call, each call, and the execution until the first byte", () => {
    const output = `ready\n${line("clone", 1500, 3000)}${line("mount:proc", 3100, 3600)}${line("exec", 4000, 99_000)}`;
    expect(callsOf(output, at)).toEqual([
      { name: "spawn", ns: 500 },
      { name: "clone", ns: 1500 },
      { name: "mount:proc", ns: 500 },
      // Its own end is that of the parent, which may run late.
      { name: "exec", ns: 5000 },
    ]);
  });

  it("end with the last call where nobody is left to time the execution", () => {
    expect(callsOf(`${line("chroot", 2000, 2500)}ready\n`, at)).toEqual([
      { name: "spawn", ns: 1000 },
      { name: "chroot", ns: 500 },
      { name: "exec", ns: 6500 },
    ]);
  });

  it("may be told before the workload has printed anything", () => {
    const first = { kind: "argv", marksInit: false, timesCalls: true } as const;
    const told = line("chroot", 2000, 2500);
    expect(hasPrinted(told, first)).toBe(false);
    expect(hasPrinted(told.slice(0, -5), first)).toBe(false);
    expect(hasPrinted(`${told}r`, first)).toBe(true);
    expect(hasPrinted(told)).toBe(true);
    expect(hasPrinted("", first)).toBe(false);
  });

  it("are not known if no call was told, and are no part of what the workload printed", () => {
    expect(callsOf("ready\n@isotax call clone x 3\n", at)).toBeUndefined();
    const first = { kind: "argv", marksInit: false, timesCalls: true } as const;
    const output = `a\n${line("clone", 1, 2)}b\n`;
    expect(resultOf(output, { exitCode: 0, atNs: 0n }, first)?.stdout).toBe("a\nb\n");
  });
});
