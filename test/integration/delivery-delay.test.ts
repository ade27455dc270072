/** The delay of a link: by a relay of frames, and by the kernel's netem where it has one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { ROOT } from "../../bench/built.ts";
import { textOf } from "../../reports/text/message.ts";
import type { RunContext } from "../../runners/context.ts";
import { delayProblem } from "../../runners/delivery/delay.ts";
import { type Link, layLink } from "../../runners/delivery/link.ts";
import { hasNetem } from "../../runners/delivery/netem.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { run, tryRun, which } from "../../runners/host/process.ts";
import type { Holder } from "../../runners/kernel/holder.ts";
import { holdNetwork, inNetworkOf } from "../../runners/network/lab.ts";
import { compile } from "../../runners/primitives/programs.ts";
import { childrenOf, commandLine, leftOvers, MUST_RUN, testContext } from "../support.ts";
import { fetched, hashOfSent, serve } from "../transfer.ts";

const possible = isRoot() && which("tc") !== undefined && which("cc") !== undefined;

/** The relays that this process has started. */
function relays(): readonly number[] {
  return childrenOf(process.pid).filter((pid) => /\/relay \d+ \/proc\//.test(commandLine(pid)));
}

async function devicesIn(pid: number): Promise<string> {
  return (await run([...inNetworkOf(pid), "ip", "-brief", "link"])).stdout;
}

async function countedIn(pid: number, name: string): Promise<number> {
  const { stdout } = await run([...inNetworkOf(pid), "cat", "/proc/net/netstat"]);
  const [names, values] = stdout.split("\n").filter((line) => line.startsWith("TcpExt:"));
  return Number(values?.split(" ")[names?.split(" ").indexOf(name) ?? -1]);
}

describe.skipIf(!(possible || MUST_RUN)).each(["relay", "netem"] as const)(
  "a delay by %s (needs root, tc and a compiler)",
  (kind) => {
    let context: RunContext;
    let ready = false;
    beforeAll(async () => {
      context = testContext();
      // A kernel that has netem would not need the relay.
      if (kind === "relay") await context.shared("delivery-netem", async () => false);
      ready = kind === "relay" || (await hasNetem(context));
    });
    afterAll(async () => {
      expect(await context.close()).toEqual([]);
      expect(relays()).toEqual([]);
      expect(leftOvers(context.options.runId)).toEqual([]);
    });

    interface Laid {
      readonly link: Link;
      readonly client: Holder;
      readonly server: Holder;
    }

    async function laid(rttMs: number): Promise<Laid> {
      const [client, server] = [await holdNetwork(context), await holdNetwork(context)];
      onTestFinished(async () => {
        await client.stop();
        await server.stop();
      });
      const link = await layLink(context, { client: client.pid, server: server.pid, rttMs });
      onTestFinished(() => link.close());
      expect(link).toMatchObject({ delay: kind, rttMs, mtu: 1500 });
      return { link, client, server };
    }

    const here = (name: string, test: () => Promise<void>) =>
      it(name, async ({ skip }) => {
        if (!ready) skip("the kernel has no netem");
        await test();
      });

    for (const rttMs of [20, 100]) {
      here(`of ${rttMs} ms is what a ping sees, also the first`, async () => {
        const { link, client } = await laid(rttMs);
        const ping = ["busybox", "ping", "-c", "15", "-i", "0.1", link.server];
        const { stdout } = await run([...inNetworkOf(client.pid), ...ping]);
        const times = [...stdout.matchAll(/ time=([\d.]+) ms/g)].map(([, ms]) => Number(ms));
        expect(times).toHaveLength(15);
        // A question for the other's hardware address would cost a second round trip.
        expect(times[0]).toBeLessThan(1.5 * rttMs);
        times.sort((one, other) => one - other);
        expect(times[0]).toBeGreaterThanOrEqual(rttMs - 0.1);
        expect(times[7]).toBeLessThan(rttMs + 2);
      });
    }

    here("lets TCP start slowly, each time", async () => {
      const { link, client, server } = await laid(40);
      await serve(server.pid);
      await link.shape(1000);
      for (let time = 0; time < 3; time++) {
        const { ms, sha256 } = await fetched(client.pid, link.server, 1_000_000);
        // One round trip to connect, then windows of 10, 20, 40, ... segments: 691 take 7. If TCP
        // ended at the relay, two would do.
        expect(ms).toBeGreaterThan(6 * 40);
        expect(ms).toBeLessThan(15 * 40);
        expect(sha256).toBe(hashOfSent(1_000_000));
      }
    });

    here("keeps the rate, the order and each byte, and counts what travels", async () => {
      const { link, client, server } = await laid(20);
      await serve(server.pid);
      await link.shape(100);
      const size = 25_000_000;
      const { ms, sha256 } = await fetched(client.pid, link.server, size);
      expect(sha256).toBe(hashOfSent(size));
      const { receivedBytes, sentBytes } = await link.counted();
      expect(receivedBytes).toBeGreaterThan(1.04 * size);
      expect(receivedBytes).toBeLessThanOrEqual(1.05 * size);
      expect(sentBytes).toBeGreaterThan(0);
      const rate = (receivedBytes * 8) / (ms / 1000);
      expect(rate).toBeLessThan(1.01e8);
      expect(rate).toBeGreaterThan(0.75e8);
      expect(await Promise.all([link.droppedFrames(), link.droppedFrames()])).toEqual([0, 0]);
      expect(await countedIn(client.pid, "TCPOFOQueue")).toBe(0);
    });

    here("is gone when it is closed, and a second close does no harm", async () => {
      const { link, client, server } = await laid(20);
      expect(await devicesIn(client.pid)).toMatch(/wire/);
      expect(await devicesIn(server.pid)).toMatch(/shelf/);
      await link.close();
      await link.close();
      expect(await devicesIn(client.pid)).not.toMatch(/wire/);
      expect(await devicesIn(server.pid)).not.toMatch(/shelf/);
      expect(link.lost.aborted).toBe(false);
    });

    if (kind === "netem") return;

    it("takes no CPU time when nothing travels", async () => {
      await laid(20);
      const [pid] = relays();
      const ticks = async () => {
        const { stdout } = await run(["cut", "-d", " ", "-f", "14,15", `/proc/${pid}/stat`]);
        const [user = Number.NaN, system = Number.NaN] = stdout.split(" ").map(Number);
        return user + system;
      };
      const before = await ticks();
      await run(["sleep", "2"]);
      // One that looks all the time would have taken 200.
      expect((await ticks()) - before).toBeLessThanOrEqual(2);
    });

    it("tells how many frames found no room", async () => {
      const { link, client } = await laid(20_000);
      const send = `const socket = require("node:dgram").createSocket("udp4");
        const next = (left) => left === 0 ? socket.close()
          : socket.send("frame", 9, process.argv[1], () => next(left - 1));
        next(10000);`;
      await run([...inNetworkOf(client.pid), process.execPath, "--eval", send, link.server]);
      // It has room for 8192. The hosts' kernels send some frames of their own.
      await expect.poll(() => link.droppedFrames()).toBeGreaterThanOrEqual(10_000 - 8192);
      expect(await link.droppedFrames()).toBeLessThan(10_000 - 8192 + 50);
    });

    it("that is killed ends the transfer with its reason, and the next link works", async () => {
      const { link, client, server } = await laid(20);
      await serve(server.pid);
      await link.shape(10);
      const transfer = fetched(client.pid, link.server, 25_000_000, link.lost);
      await expect.poll(async () => (await link.counted()).receivedBytes).toBeGreaterThan(100_000);
      const [pid] = relays();
      process.kill(pid as number, "SIGKILL");
      await expect(transfer).rejects.toMatchObject({ code: "TOOL_KILLED" });
      expect(link.lost.reason).toMatchObject({ code: "RELAY_ENDED" });
      expect(String(link.lost.reason)).toContain("SIGKILL");
      await expect(link.counted()).rejects.toMatchObject({ code: "RELAY_ENDED" });
      await expect(link.droppedFrames()).rejects.toMatchObject({ code: "RELAY_ENDED" });
      await expect(link.shape(100)).rejects.toMatchObject({ code: "RELAY_ENDED" });
      await link.close();
      expect(relays()).toEqual([]);
      expect(await devicesIn(client.pid)).not.toMatch(/wire/);
      const next = await layLink(context, { client: client.pid, server: server.pid, rttMs: 20 });
      try {
        const { sha256 } = await fetched(client.pid, next.server, 100_000);
        expect(sha256).toBe(hashOfSent(100_000));
      } finally {
        await next.close();
      }
    });

    it("is told to be missing without a compiler, with what to install", async () => {
      const [client, server] = [await holdNetwork(context), await holdNetwork(context)];
      const ends = { client: client.pid, server: server.pid };
      expect(await delayProblem(context)).toBeUndefined();
      vi.stubEnv("PATH", "/nowhere");
      try {
        const problem = await delayProblem(context);
        expect(textOf(problem?.reason ?? "")).toMatch(/no netem.* no C compiler \(cc\)/);
        expect(textOf(problem?.remedy ?? "")).toMatch(/\btcc\b/);
        await expect(layLink(context, { ...ends, rttMs: 20 })).rejects.toMatchObject({
          code: "NO_DELAY",
        });
      } finally {
        vi.unstubAllEnvs();
      }
      // Without a delay none of this is needed.
      const link = await layLink(context, ends);
      expect(link).toMatchObject({ delay: "none", rttMs: 0 });
      expect(await link.droppedFrames()).toBe(0);
      await link.close();
      await client.stop();
      await server.stop();
    });

    it("that cannot begin says why, and leaves nothing", async () => {
      const client = await holdNetwork(context);
      const gone = await holdNetwork(context);
      await gone.stop();
      const laying = layLink(context, { client: client.pid, server: gone.pid, rttMs: 20 });
      await expect(laying).rejects.toMatchObject({
        code: "RELAY_ENDED",
        message: expect.stringContaining(`open: ENOENT (/proc/${gone.pid}/ns/net)`),
      });
      expect(relays()).toEqual([]);
      expect(await devicesIn(client.pid)).not.toMatch(/wire/);
      await client.stop();
    });
  },
);

describe.each(["cc", "tcc"])("the relay that %s makes", (name) => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "isotax-relay-"));
    const compiler = which(name);
    if (compiler === undefined) throw new Error(`there is no ${name}: npm test installs it`);
    await compile(compiler, join(ROOT, "runners/delivery/relay.c"), join(folder, "relay"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ["too few words", ["1"], "relay: EINVAL (DELAY_US NAMESPACE DEVICE NAMESPACE DEVICE)\n"],
    ["no namespace", ["1", "/no", "a", "/no", "b"], "open: ENOENT (/no)\n"],
    ["a file that is none", ["1", "/etc/passwd", "a", "/no", "b"], "setns: EINVAL (/etc/passwd)\n"],
  ])("refuses %s", async (_, words, said) => {
    const { exitCode, stderr, stdout } = await tryRun([join(folder, "relay"), ...words]);
    expect({ exitCode, stderr, stdout }).toEqual({ exitCode: 125, stderr: said, stdout: "" });
  });

  it.skipIf(!isRoot())("ends with who started it: standard input ends", async () => {
    const own = "/proc/self/ns/net";
    const words = ["1000", own, "isotax-relay0", own, "isotax-relay1"];
    const relay = ["unshare", "--net", join(folder, "relay"), ...words];
    const { exitCode, stdout } = await tryRun(relay, { input: "\n\n", timeoutMs: 10_000 });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "ready\n0\n0\n" });
  });
});
