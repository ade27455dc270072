/** The network of instances, on the host's own namespaces. */
import { afterAll, describe, expect, it } from "vitest";
import { RunContext } from "../../runners/context.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { run } from "../../runners/host/process.ts";
import { bridgePort } from "../../runners/network/lab.ts";
import { leftOvers, MUST_RUN } from "../support.ts";

describe.skipIf(!isRoot() && !MUST_RUN)("the network lab (needs root)", () => {
  const runId = `test-network-${process.pid}`;
  const context = new RunContext({ runId, mayFetch: false });

  afterAll(async () => {
    await context.close();
    expect(leftOvers(runId)).toEqual([]);
  });

  it("gives ports that are made side by side a place each", async () => {
    const ports = await Promise.all(Array.from({ length: 6 }, () => bridgePort(context)));
    const addresses = ports.map(({ served }) => served.address);
    expect(new Set(addresses).size).toBe(ports.length);
    for (const { enter, served } of ports) {
      const { stdout } = await run([...enter, "ip", "-brief", "address", "show", "dev", "eth0"]);
      expect(stdout).toContain(` ${served.address}/`);
    }
    await Promise.all(ports.map((port) => port.remove()));
  });
});
