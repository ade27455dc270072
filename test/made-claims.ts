/** Runs in which the truth about a claim is known beforehand. */
import { decideClaims } from "../bench/claims/decide.ts";
import { CLAIMS } from "../bench/claims/registry.ts";
import type { ClaimResult } from "../bench/claims/result.ts";
import type { Run, TargetState } from "../bench/schema.ts";
import { analyze } from "../bench/stats/analyze.ts";
import type { Facts, TargetKind } from "../bench/types.ts";
import { type Made, type MadeMetric, madeRun, noise } from "./made-runs.ts";

export const KVM: Facts = { accelerator: "kvm" };
export const TCG: Facts = { accelerator: "tcg", "accelerator reason": "none" };

const HOST: Facts = { virtualization: "none: bare metal" };

/** A target, of which nothing but this matters. */
export function target(id: string, kind: TargetKind, more: Partial<TargetState> = {}): TargetState {
  const usual = { rung: 0, title: id, adds: "", ok: true, facts: {}, below: [] };
  return { ...usual, toolHashes: { busybox: "ab12" }, id, kind, ...more };
}

export const NATIVE = target("native", "native");
export const CRUN = target("crun", "runtime");
export const vm = (facts: Facts, id = "qemu-microvm") => target(id, "vm", { facts });

/** How many times as slow as native each target is, in these workloads. */
export function slow(
  workloads: readonly string[],
  factor: (target: string, round: number, workload: string) => number,
): readonly MadeMetric[] {
  return workloads.map((workload) => ({
    ...{ workload, metric: "work" },
    value: (target, round) =>
      target === "native" ? 1e6 : 1e6 * factor(target, round, workload) * noise(round, 0.005),
  }));
}

/** A cold start, in ms. */
export function starts(ms: (target: string, round: number) => number): MadeMetric {
  return {
    ...{ workload: "start.exec", metric: "ready" },
    value: (target, round) => 1e6 * ms(target, round),
  };
}

export function made(
  rounds: number,
  targets: readonly TargetState[],
  metrics: readonly MadeMetric[],
  over: Partial<Run> = {},
): Made {
  const ids = targets.map(({ id }) => id);
  return madeRun(rounds, ids, metrics, { targets: [...targets], host: HOST, ...over });
}

/** Some claims of all, or all. */
export function decided({ run, records }: Made, ids?: readonly string[]): readonly ClaimResult[] {
  const claims = CLAIMS.filter(({ id }) => ids?.includes(id) ?? true);
  return decideClaims(run, analyze(run, records), claims).results;
}

/** One claim, as decided beside all others. */
export function claimOf(of: Made, id: string): ClaimResult {
  const found = decided(of).find((result) => result.id === id);
  if (found === undefined) throw new Error(`no claim ${id}`);
  return found;
}
