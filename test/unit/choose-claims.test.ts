/** `--claims`: what it plans, and what it refuses. Nothing is measured. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { targetsOf } from "../../bench/campaign/choice.ts";
import { usualPace } from "../../bench/campaign/estimate.ts";
import { planOf } from "../../bench/claims/plan.ts";
import { CLAIMS } from "../../bench/claims/registry.ts";
import type { TargetState } from "../../bench/schema.ts";
import { loadRecipes } from "../../runners/registry.ts";
import { chooseRun, type RunFlags } from "../../scripts/options.ts";
import { claimOf, KVM, made, NATIVE, slow, starts, TCG, target, vm } from "../made-claims.ts";
import { noise } from "../made-runs.ts";
import { temporaryFolder } from "../support.ts";

const chosen = (flags: Partial<RunFlags>) =>
  chooseRun({ install: false, open: false, json: false, ...flags });
const idsOf = ({ workloads }: Awaited<ReturnType<typeof chosen>>) => workloads.map(({ id }) => id);

const MINUTE = 60;

describe("--claims", () => {
  it("plans what decides all claims, in half an hour or less", async () => {
    const choice = await chosen({ claims: true });
    expect(choice.profile).toBe("quick");
    expect(choice.targets).toEqual(["native", "cgroup", "crun", "docker", "qemu-microvm"]);
    const kinds = new Map((await loadRecipes()).map(({ id, kind }) => [id, kind]));
    const seconds = choice.workloads.flatMap(({ id: workload, params, seconds, rounds }) =>
      (choice.measuredOn?.[workload] ?? []).map((id) => {
        const times = Math.min(choice.rounds, rounds?.quick ?? choice.rounds);
        return times * seconds(params.quick, usualPace(kinds.get(id) ?? "vm"));
      }),
    );
    // What an emulated machine takes longer than the nominal time is not in it.
    expect(seconds.reduce((sum, one) => sum + one, 0)).toBeLessThan(25 * MINUTE);
  });

  it("measures each workload where a claim needs it, and on all that the user names", async () => {
    const { measuredOn } = await chosen({ claims: true });
    expect(measuredOn).toMatchObject({
      "start.exec": expect.arrayContaining(["native", "cgroup", "crun", "docker", "qemu-microvm"]),
      "image.size": ["native", "crun", "qemu-microvm"],
      "syscall.basic": ["native", "cgroup", "docker"],
    });
    for (const { id, measure } of CLAIMS) {
      for (const workload of measure.workloads) {
        expect(measuredOn?.[workload], `${id}, ${workload}`).toEqual(
          expect.arrayContaining([NATIVE.id, ...measure.targets]),
        );
      }
    }
    expect((await chosen({ claims: true, targets: "native,crun" })).measuredOn).toBeUndefined();
  });

  it("measures what an emulated machine cannot decide on none", async () => {
    const choice = await chosen({ claims: true });
    expect(choice.notEmulated).toEqual([
      ...["cpu.sysbench", "memory.bandwidth", "memory.latency"],
      ...["disk.fio", "network.iperf3", "network.latency"],
    ]);
    const on = (machine: TargetState, workload: string) =>
      targetsOf(choice, workload, [NATIVE, target("cgroup", "primitive"), machine]);
    expect(on(vm(KVM), "disk.fio")).toEqual(["native", "cgroup", "qemu-microvm"]);
    expect(on(vm(TCG), "disk.fio")).toEqual(["native", "cgroup"]);
    // One says that it was emulated; and some are about emulated machines, too.
    for (const workload of ["cpu.openssl", "start.exec", "image.size", "image.pull"]) {
      expect(on(vm(TCG), workload), workload).toContain("qemu-microvm");
    }
    expect((await chosen({ claims: true, targets: "native,qemu-microvm" })).notEmulated).toEqual(
      undefined,
    );
  });

  it("plans for some of them, however they are written", async () => {
    const choice = await chosen({ claims: " c6,C8" });
    expect(idsOf(choice)).toEqual(["start.exec", "check.files", "check.host", "check.kernel"]);
    expect(choice.targets).toEqual(["native", "crun", "docker", "qemu-microvm"]);
    const one = await chosen({ claims: "C2" });
    expect(one.rounds).toBe(1);
    expect(idsOf(one)).toEqual(["image.size"]);
  });

  it("plans as many rounds as decide what is far from its margin, and not twice as many", () => {
    const { rounds } = planOf(CLAIMS.filter(({ measure }) => measure));
    const work = ["cpu.x", "memory.x", "disk.x", "network.x", "syscall.x"];
    const run = (n: number) =>
      made(
        n,
        [NATIVE, target("cgroup", "primitive"), target("crun", "runtime"), vm(KVM)],
        [
          ...slow(work, (_id, _round, workload) => (workload === "disk.x" ? 2 : 1)),
          starts((_id, round) => 5 * noise(round, 0.01)),
        ],
      );
    for (const id of ["C1", "C3"]) expect(claimOf(run(rounds), id).verdict).toBe("depends");
    expect(claimOf(run(rounds), "C6").verdict).toBe("holds");
    expect(claimOf(run(Math.floor(rounds / 2)), "C3").verdict).toBe("not-shown");
  });

  it("leaves targets, rounds and profile to flags, and is asked before the configuration", async () => {
    const config = join(temporaryFolder(), "isotax.config.json");
    writeFileSync(config, JSON.stringify({ workloads: ["app"], targets: ["runc"] }));
    const choice = await chosen({ claims: "C6", config });
    expect(idsOf(choice)).toEqual(["start.exec"]);
    expect(choice.targets).toContain("docker");
    const other = await chosen({ claims: "C6", targets: "native,podman", rounds: 3 });
    expect(other).toMatchObject({ targets: ["native", "podman"], rounds: 3 });
  });

  it.each([
    ["an unknown claim", { claims: "C33" }, "UNKNOWN_CLAIM"],
    ["no claim", { claims: " ," }, "NO_CLAIM"],
    ["workloads besides", { claims: "C6", workloads: "cpu" }, "CLAIMS_CONFLICT"],
  ])("refuses %s", async (_what, flags, code) => {
    await expect(chosen(flags)).rejects.toMatchObject({ code });
  });
});
