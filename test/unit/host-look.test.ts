/** What the host has done so far. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lookAtHost, stalledNs, ticksIn } from "../../runners/kernel/host-look.ts";
import { temporaryFolder } from "../support.ts";

describe("a look at the host", () => {
  it("counts what its CPUs did, not what they waited for or what others took", () => {
    // user nice system idle iowait irq softirq steal guest guest_nice
    const stat = "cpu  10 20 30 1000 500 4 5 700 3 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n";
    expect(ticksIn(stat)).toBe(69);
  });

  it("reads for how long some task was stalled", () => {
    const folder = temporaryFolder();
    for (const [name, us] of [
      ["cpu", 5],
      ["memory", 6],
      ["io", 7],
    ]) {
      const text = `some avg10=0.00 avg60=0.00 avg300=0.00 total=${us}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n`;
      writeFileSync(join(folder, String(name)), text);
    }
    expect(stalledNs(folder)).toEqual({ cpu: 5000, memory: 6000, io: 7000 });
    expect(stalledNs(join(folder, "none"))).toBeUndefined();
  });

  it("sees that time goes by, and what works meanwhile", async () => {
    const none = { hostCpu: () => undefined, charge: () => undefined };
    const before = lookAtHost(none);
    const after = lookAtHost(none);
    expect(after.atNs).toBeGreaterThan(before.atNs);
    expect(after.availableBytes).toBeGreaterThan(0);
    expect(after.runCpuNs).toBeUndefined();
  });
});
