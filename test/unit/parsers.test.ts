import { describe, expect, it } from "vitest";
import { hostWarnings, parseSwapped, parseTicks } from "../../bench/monitor.ts";
import { digits, overheadText, quantity } from "../../reports/format.ts";
import { tryRun } from "../../runners/host/process.ts";
import { shellQuote } from "../../runners/host/shell.ts";
import { parseLdd, placesOf } from "../../runners/images/contents.ts";
import { bzImagePayload, bzImageVersion } from "../../runners/images/guest-kernel.ts";
import { hostTscKhz } from "../../runners/vm/qemu/machine.ts";
import { chooseWorkloads } from "../../scripts/choose-workloads.ts";

describe("host files", () => {
  const stat = [
    "cpu  1 1 1 1 1 1 1 1 0 0",
    "cpu0 10 0 10 70 5 0 0 5 0 0",
    "cpu1 1 2 3 4 5 6 7 8 9 9",
  ];

  it("sums the ticks of the watched CPUs only, guest time not twice", () => {
    expect(parseTicks(stat.join("\n"), [0])).toEqual({ total: 100, busy: 25, steal: 5 });
    expect(parseTicks(stat.join("\n"), [0, 1])).toEqual({ total: 136, busy: 52, steal: 13 });
  });

  it("warns of steal, swap and throttling, and only of them", () => {
    const quiet = { ticks: { total: 0, busy: 0, steal: 0 }, swappedPages: 0, throttles: 0 };
    const busy = { ticks: { total: 100, busy: 100, steal: 1 }, swappedPages: 0, throttles: 0 };
    expect(hostWarnings(quiet, busy)).toEqual([]);
    const bad = { ticks: { total: 100, busy: 90, steal: 9 }, swappedPages: 3, throttles: 1 };
    expect(hostWarnings(quiet, bad).map(({ code }) => code)).toEqual([
      "steal",
      "swap",
      "throttling",
    ]);
  });

  it("counts swapped pages both ways", () => {
    expect(parseSwapped("pgpgin 5\npswpin 2\npswpout 3\n")).toBe(5);
  });

  it("takes the counter's frequency from BogoMIPS", () => {
    expect(hostTscKhz("processor: 0\nbogomips\t: 5192.24\n")).toBe(2_596_120);
    expect(hostTscKhz("BogoMIPS on another architecture: none")).toBeUndefined();
  });
});

describe("image inputs", () => {
  it("reads ldd", () => {
    const text = [
      "\tlinux-vdso.so.1 (0x00007ffd)",
      "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)",
      "\t/lib64/ld-linux-x86-64.so.2 (0x00007f)",
    ].join("\n");
    expect(parseLdd(text, "x")).toEqual([
      "/lib/x86_64-linux-gnu/libc.so.6",
      "/lib64/ld-linux-x86-64.so.2",
    ]);
    expect(() => parseLdd("\tlibgone.so.1 => not found", "/usr/bin/x")).toThrow(/libgone/);
  });

  it("finds libraries in folders with spaces, and none in what ldd says besides", () => {
    const text = [
      "\tlibuv.so.1 => /opt/my node/lib/libuv.so.1 (0x00007f00)",
      "\tlinux-vdso.so.1 (0x00007ffd)",
      "/usr/bin/x: /lib/libc.so.6: version `GLIBC_2.38' not found (required by /usr/bin/x)",
    ].join("\n");
    expect(parseLdd(text, "x")).toEqual(["/opt/my node/lib/libuv.so.1"]);
  });

  it("puts libraries from elsewhere where the loader looks inside, too", () => {
    for (const own of ["/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/ceph/libceph-common.so.2"]) {
      expect(placesOf(own)).toEqual([own]);
    }
    for (const other of ["/usr/local/lib/libaio.so.1", "/home/a/conda/bin/../lib/libaio.so.1"]) {
      expect(placesOf(other)).toEqual([other, "/usr/lib/libaio.so.1"]);
    }
  });

  it("finds version and payload of a bzImage", () => {
    const image = Buffer.alloc(4096);
    image.writeUInt8(1, 0x1f1);
    image.write("HdrS", 0x202, "latin1");
    image.writeUInt16LE(0x300, 0x20e);
    image.write("6.1.0-test (someone) #1\0", 0x500, "latin1");
    image.writeUInt32LE(16, 0x248);
    image.writeUInt32LE(4, 0x24c);
    image.write("LOAD", 1024 + 16, "latin1");
    expect(bzImageVersion(image)).toBe("6.1.0-test");
    expect(bzImagePayload(image)?.toString()).toBe("LOAD");
    expect(bzImageVersion(Buffer.from("no kernel"))).toBeUndefined();
  });
});

describe("words", () => {
  it("survive a shell, whatever they hold", async () => {
    const words = ["plain", "a b", "it's", '"$HOME"', "`id`", "", "*", "\\", "é", "-n"];
    const { stdout } = await tryRun(["sh", "-c", `printf '%s\\0' ${shellQuote(words)}`]);
    expect(stdout.split("\0").slice(0, -1)).toEqual(words);
  });

  it("are chosen by id, family or group, with the nearest name for a slip", () => {
    const known = [
      { id: "cpu.node", family: "cpu", main: true },
      { id: "cpu.openssl", family: "cpu", main: false },
      { id: "disk.fio", family: "disk", main: true },
    ] as const;
    const ids = (list?: string) => chooseWorkloads(list, known).map(({ id }) => id);
    expect(ids()).toEqual(["cpu.node", "disk.fio"]);
    expect(ids("all")).toEqual(["cpu.node", "cpu.openssl", "disk.fio"]);
    expect(ids("disk.fio, cpu")).toEqual(["cpu.node", "cpu.openssl", "disk.fio"]);
    expect(() => ids("cpu.nod")).toThrow(/did you mean "cpu.node"/);
    expect(() => ids("zzzzzzzz")).not.toThrow(/did you mean/);
    expect(() => ids(",")).toThrow(/names none/);
  });
});

describe("numbers", () => {
  it.each([
    [0, "0"],
    [0.01234, "0.0123"],
    [1.2345, "1.23"],
    [12.345, "12.3"],
    [123.45, "123"],
    [1234.5, "1235"],
  ])("%d has three significant digits: %s", (value, text) => {
    expect(digits(value)).toBe(text);
  });

  it("carry the unit that fits", () => {
    expect(quantity(481_000, "ns")).toBe("481 µs");
    expect(quantity(1.46e9, "ns")).toBe("1.46 s");
    expect(quantity(71.04e6, "bytes")).toBe("71.0 MB");
    expect(quantity(5231, "ops/s")).toBe("5.23 k/s");
    expect(quantity(0, "bytes")).toBe("0 B");
  });

  it("say which kind of overhead they are", () => {
    const summary = { n: 1, median: -2e6, min: 0, max: 0 };
    expect(overheadText({ kind: "difference", summary }, "ns")).toBe("-2.00 ms");
    expect(overheadText({ kind: "slowdown", summary: { ...summary, median: 1.5 } }, "ns")).toBe(
      "1.50x",
    );
  });
});
