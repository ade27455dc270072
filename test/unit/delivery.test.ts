import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { PassThrough } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ParseError } from "../../bench/errors.ts";
import { isRequest } from "../../runners/delivery/access-log.ts";
import { filesOf, LAYERS, VERSIONS } from "../../runners/delivery/layers.ts";
import { linesOf } from "../../runners/delivery/lines.ts";
import { imageOf } from "../../runners/delivery/oci.ts";
import {
  burstBytes,
  deviceReceived,
  droppedPackets,
  hardwareAddress,
  lostFrames,
  sentBytes,
} from "../../runners/delivery/wire.ts";

describe("what tc tells of a queue", () => {
  const bucket = { kind: "tbf", handle: "8003:", root: true, bytes: 4_737_510, packets: 3153 };

  it("is the bytes of the root queue", () => {
    const other = { kind: "pfifo", parent: "8003:1", bytes: 12, packets: 1 };
    expect(sentBytes(JSON.stringify([other, bucket]))).toBe(4_737_510);
  });

  it.each([
    ["nothing", ""],
    ["no list", "{}"],
    ["no queue", "[]"],
    ["an empty entry, as of another version", "[null]"],
    ["no root queue", JSON.stringify([{ ...bucket, root: false }])],
    ["no bytes", JSON.stringify([{ ...bucket, bytes: undefined }])],
    ["bytes in words", JSON.stringify([{ ...bucket, bytes: "4 MB" }])],
    ["fewer bytes than none", JSON.stringify([{ ...bucket, bytes: -1 }])],
  ])("is refused with %s", (_, stdout) => {
    expect(() => sentBytes(stdout)).toThrow(ParseError);
  });
});

describe("what a device has received", () => {
  const head = [
    "Inter-|   Receive                                                |  Transmit",
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs",
  ];
  const lines = [
    "    lo: 62489192  110238    0    0    0     0          0         0 62489192  110238    0",
    " wire0:    1234       7    0    0    0     0          0         0     5678       9    0",
    "wire10:4321 7 0 0 0 0 0 0 8765 9 0",
  ];

  it("is the first counter of its line", () => {
    const text = [...head, ...lines].join("\n");
    expect(deviceReceived(text, "wire0")).toBe(1234);
    expect(deviceReceived(text, "wire10")).toBe(4321);
  });

  it.each([
    ["nothing", ""],
    ["another device", [...head, lines[0]].join("\n")],
    ["no number", [...head, " wire0: many"].join("\n")],
  ])("is refused with %s", (_, text) => {
    expect(() => deviceReceived(text, "wire0")).toThrow(ParseError);
  });
});

describe("what a delay tells", () => {
  const netem = { kind: "netem", handle: "8003:", root: true, bytes: 7, packets: 1, drops: 3 };
  const tap = { ifname: "wire0", address: "3e:c6:33:a5:11:55", stats64: { tx: { dropped: 5 } } };

  it("is what its queue dropped, what a device lost, and the device's hardware address", () => {
    expect(droppedPackets(JSON.stringify([netem]))).toBe(3);
    expect(lostFrames(JSON.stringify([tap]))).toBe(5);
    expect(hardwareAddress(JSON.stringify([tap]))).toBe(tap.address);
  });

  it.each([
    ["nothing", ""],
    ["no list", JSON.stringify(tap)],
    ["no device", "[]"],
    ["two devices", JSON.stringify([tap, tap])],
    ["an empty entry", "[null]"],
    ["neither address nor statistics", "[{}]"],
    ["others", JSON.stringify([{ address: "3e:c6 & rm", stats64: { tx: { dropped: "5" } } }])],
    ["fewer than none", JSON.stringify([{ address: "", stats64: { tx: { dropped: -1 } } }])],
  ])("is refused with %s", (_, stdout) => {
    expect(() => lostFrames(stdout)).toThrow(ParseError);
    expect(() => hardwareAddress(stdout)).toThrow(ParseError);
    expect(() => droppedPackets(stdout)).toThrow(ParseError);
  });
});

describe("lines of a process", () => {
  it("come whole and in order, to those who asked before and after", async () => {
    const stream = new PassThrough();
    const lines = linesOf(stream);
    const [first, second] = [lines.next(), lines.next()];
    stream.write("rea");
    stream.write("dy\n0\n7");
    expect(await Promise.all([first, second])).toEqual(["ready", "0"]);
    stream.write("1\n12\n");
    expect(await lines.next()).toBe("71");
    expect(await lines.next()).toBe("12");
  });

  it("that will not come are an error for who waits, and for who asks later", async () => {
    const lines = linesOf(new PassThrough());
    const waiting = lines.next();
    lines.end(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
    await expect(lines.next()).rejects.toThrow("gone");
  });
});

describe("a token bucket", () => {
  it.each([
    [10, 3028],
    [100, 12_500],
    [1000, 125_000],
  ])("of %d Mbit/s lets through %d bytes at once", (mbit, bytes) => {
    expect(burstBytes(mbit)).toBe(bytes);
  });

  it("gives away a millisecond at most, but for two frames", () => {
    for (let mbit = 25; mbit <= 10_000; mbit += 25) {
      expect((burstBytes(mbit) * 8) / (mbit * 1e6)).toBeLessThanOrEqual(0.001);
    }
  });
});

describe("the registry's access log", () => {
  const get = '198.18.0.1 - - [29/Nov/2026:01:20:01 +0000] "GET /v2/ HTTP/1.1" 200 2 "" "client"';

  it("has a line for each request", () => {
    expect(isRequest(get)).toBe(true);
    expect(isRequest(get.replace("GET", "HEAD").replace("200", "404"))).toBe(true);
  });

  it("has other lines, which are none", () => {
    expect(isRequest("")).toBe(false);
    expect(isRequest('time="2026-11-29T01:20:01Z" level=info msg="listening on"')).toBe(false);
    expect(isRequest(get.slice(0, 60))).toBe(false);
  });
});

describe("the versions of an image", () => {
  const [app, newerApp] = [filesOf("app"), filesOf("app-newer")];
  const [old, newer] = [filesOf("dependencies"), filesOf("dependencies-newer")];
  const changed = (one: typeof app, other: typeof app) =>
    other.filter(({ text }, index) => text !== one[index]?.text).map(({ path }) => path);

  it("are made of layers that there are, on one base", () => {
    for (const layers of Object.values(VERSIONS)) {
      expect(layers[0]).toBe("base");
      for (const layer of layers) expect(LAYERS).toContain(layer);
    }
    expect(new Set(Object.values(VERSIONS).map(String)).size).toBe(4);
  });

  it("have an app of 300 files of 20,000 bytes, of which one changes", () => {
    expect(app.length).toBe(300);
    for (const { text } of [...app, ...newerApp]) expect(Buffer.byteLength(text)).toBe(20_000);
    expect(newerApp.map(({ path }) => path)).toEqual(app.map(({ path }) => path));
    expect(changed(app, newerApp)).toEqual(["srv/app/150.txt"]);
    expect(newerApp.filter(({ newer: isNewer }) => isNewer).length).toBe(1);
  });

  it("have ten dependencies, of which one changes", () => {
    expect(new Set(old.map(({ path }) => path.split("/")[2])).size).toBe(10);
    const paths = changed(old, newer);
    expect(paths.length).toBe(10);
    expect(new Set(paths.map((path) => path.split("/")[2]))).toEqual(new Set(["005"]));
  });

  it("have no two files alike, and none that compresses below three quarters", () => {
    const texts = new Set([...app, ...newerApp, ...old, ...newer].map(({ text }) => text));
    expect(texts.size).toBe(300 + 1 + 100 + 10);
    const all = app.map(({ text }) => text).join("");
    const share = gzipSync(all).length / all.length;
    expect(share).toBeGreaterThan(0.74);
    expect(share).toBeLessThan(0.77);
  });

  it("are the same in another process", () => {
    const script =
      'import { filesOf } from "./runners/delivery/layers.ts"; import { createHash } from "node:crypto";' +
      'console.log(createHash("sha256").update(JSON.stringify(filesOf("app-newer"))).digest("hex"))';
    const words = ["--import", "tsx", "--input-type=module", "--eval", script];
    const { stdout } = spawnSync(process.execPath, words, { encoding: "utf8" });
    const own = createHash("sha256").update(JSON.stringify(newerApp)).digest("hex");
    expect(stdout.trim()).toBe(own);
  });
});

describe("a manifest", () => {
  const layer = {
    descriptor: {
      mediaType: "application/vnd.oci.image.layer.v1.tar+zstd",
      digest: `sha256:${"a".repeat(64)}`,
      size: 7,
      annotations: { place: "1:2:3:1" },
    },
    diffId: `sha256:${"b".repeat(64)}`,
  };

  it("names its layers with all that clients look for, and its configuration by its hash", () => {
    const { config, manifest } = imageOf([layer]);
    const content = JSON.parse(manifest.text);
    expect(content.layers).toEqual([layer.descriptor]);
    expect(content.config).toEqual(config.descriptor);
    expect(JSON.parse(config.text).rootfs.diff_ids).toEqual([layer.diffId]);
    for (const { descriptor, text } of [config, manifest]) {
      const hash = createHash("sha256").update(text).digest("hex");
      expect(descriptor).toMatchObject({ digest: `sha256:${hash}`, size: Buffer.byteLength(text) });
    }
  });

  it("has no time in it", () => {
    expect(imageOf([layer])).toEqual(imageOf([layer]));
    expect(imageOf([layer]).config.text).not.toMatch(/20\d\d-\d\d/);
  });
});
