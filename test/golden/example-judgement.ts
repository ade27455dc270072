/** A judgement with every verdict, both directions of units, and text that must be escaped everywhere. */
import { say, verbatim } from "../../bench/messages.ts";
import type { Bound, CellLook, CellVerdict, Judgement } from "../../bench/stats/judgement.ts";

/** What would be markup, a formula, a command of a CI's log, the end of a CDATA section, or a colour. */
export const HOSTILE =
  '<img src=x onerror="alert(1)">|=cmd()\r\n::error::pwned ##[error]pwned\u0000\u001b[31m ]]> ]]> @somebody --> 100%';

const INTERLEAVED = { base: "crun", head: "runc" } as const;

function cell(
  over: Partial<CellVerdict> & Pick<CellVerdict, "workload" | "metric" | "verdict">,
): CellVerdict {
  return {
    ...{ family: "cpu", unit: "ns", better: "lower", ...INTERLEAVED },
    ...{ emulated: false, gated: true, reason: verbatim("") },
    margin: { relative: 0.05, absolute: 0, effective: 0.05 },
    ...over,
  };
}

function effect(slowdown: number, low: number, high: number, confidence = 0.958) {
  return { slowdown, interval: { low, high, confidence } };
}

function bounds(low: number, sureOfLow: number, high: number, sureOfHigh: number): Bound[] {
  return [
    { is: "at-least", slowdown: low, confidence: sureOfLow },
    { is: "at-most", slowdown: high, confidence: sureOfHigh },
  ];
}

function look(rounds: number, slowdown: number, of: readonly Bound[] = []): CellLook {
  return { rounds, slowdown, bounds: of };
}

const START = { family: "start", each: "start", workload: "start.exec" } as const;
const RATE = { unit: "ops/s", better: "higher" } as const;
const SIZE = { unit: "bytes", better: "lower" } as const;

function sides(base: number, head: number, n = 20) {
  return { baseSide: { median: base, n }, headSide: { median: head, n } };
}

function tries(base: number, head: number, rounds = 20) {
  return { baseTries: { rounds, failed: base }, headTries: { rounds, failed: head } };
}

export function exampleJudgement(): Judgement {
  return {
    schema: 2,
    comparison: "interleaved",
    ...INTERLEAVED,
    runId: "20260102-030405-beef",
    createdAt: "2026-01-02T03:04:05.000Z",
    verdict: "regressed",
    summary: verbatim(
      "runc is slower than crun at 2 of 8 cells that count; the others are within what is allowed.",
    ),
    alpha: 0.05,
    rounds: 20,
    looks: [5, 10, 20],
    wallMs: 61_000,
    host: { CPU: "Example 9000", OS: "Debian 12", kernel: "6.1.0" },
    cells: [
      cell({
        ...START,
        baseSide: { median: 15.2e6, n: 20, p90: 16.3e6 },
        headSide: { median: 17.07e6, n: 20, p90: 152e6 },
        ...{ metric: "ready", verdict: "regressed", ...tries(0, 2) },
        effect: effect(1.123, 1.098, 1.149),
        bound: { is: "at-least", slowdown: 1.091, confidence: 0.99964 },
        bounds: bounds(1.091, 0.99964, 1.157, 0.9982),
        slow: {
          ...{ rounds: 15, base: { slow: 1, limit: 18.1e6 }, head: { slow: 9, limit: 19e6 } },
          ...{ allowed: 0.15, atLeast: -0.02, atMost: 0.93 },
        },
        looks: [
          look(5, 1.142),
          look(10, 1.13, bounds(1.022, 0.99982, 1.203, 0.9991)),
          look(20, 1.123, bounds(1.091, 0.99964, 1.157, 0.9982)),
        ],
        reason: say("verdicts.regressed", {
          ...{ unit: "ns", better: "lower", slowdown: 1.123 },
          ...{ relative: 0.05, effective: 0.05, n: 20, of: "round" },
          ...{ bound: 1.091, boundIs: "at-least", boundConfidence: 0.99964 },
        }),
        remedy: say("verdicts.look-at-changes"),
      }),
      cell({
        ...START,
        ...sides(16.1e6, 18.0e6),
        ...{ metric: "exited", verdict: "regressed", gated: false },
        effect: effect(1.118, 1.09, 1.15),
        reason: say("verdicts.regressed", {
          ...{ unit: "ns", better: "lower", slowdown: 1.118 },
          ...{ relative: 0.05, effective: 0.05, n: 20, of: "round" },
          ...{ bound: 1.083, boundIs: "at-least", boundConfidence: 0.99 },
        }),
      }),
      cell({
        ...RATE,
        ...sides(5_000, 2_100, 20),
        ...{ workload: "cpu.sysbench", metric: "primes", verdict: "regressed" },
        effect: effect(2.381, 2.2, 2.5),
        reason: verbatim(HOSTILE),
        remedy: verbatim(HOSTILE),
      }),
      cell({
        ...RATE,
        ...{ base: "crun", head: "qemu-microvm", emulated: true },
        ...{ workload: "cpu.sysbench", metric: "primes", verdict: "inconclusive" },
        baseSide: { median: 5_000, n: 20, p90: 4_800 },
        headSide: { median: 4_890, n: 18, p90: 4_500 },
        baseTries: { rounds: 20, failed: 0 },
        headTries: { rounds: 19, failed: 1 },
        effect: effect(1.022, 0.97, 1.094),
        bound: { is: "at-most", slowdown: 1.121, confidence: 0.99985 },
        bounds: bounds(0.941, 0.99964, 1.121, 0.99985),
        looks: [look(20, 1.022, bounds(0.941, 0.99964, 1.121, 0.99985))],
        reason: say("verdicts.not-ruled-out", {
          ...{ ...RATE, slowdown: 1.022 },
          ...{ relative: 0.05, effective: 0.05, n: 18, of: "round", within: true },
          ...{ bound: 1.121, boundIs: "at-most", boundConfidence: 0.99985 },
        }),
        remedy: say("verdicts.more-rounds", { rounds: 40 }),
        moreRounds: 40,
      }),
      cell({
        ...{ workload: "disk.fio", metric: "fsync.p99", family: "disk", verdict: "inconclusive" },
        baseSide: { median: 812_000, n: 2 },
        reason: verbatim(`head failed in every round: ${HOSTILE}`),
        remedy: verbatim("see what failed: isotax report"),
        moreRounds: 6,
      }),
      cell({
        ...{ workload: "disk.fio", metric: "randread.qd1", family: "disk", verdict: "improved" },
        ...{ unit: "bytes/s", better: "higher" },
        ...sides(120e6, 150e6, 5),
        effect: effect(0.8, 0.75, 0.86, 0.9375),
        reason: verbatim("in all 5 rounds head was faster"),
      }),
      cell({
        ...SIZE,
        ...{ workload: "image.size", metric: "shipped", family: "image", verdict: "improved" },
        ...sides(70e6, 61e6, 1),
        effect: { slowdown: 61 / 70 },
        reason: verbatim("the same in every round: 12.9% smaller"),
      }),
      cell({
        ...SIZE,
        ...{ workload: "footprint.idle", metric: "pss", family: "footprint", verdict: "pass" },
        baseSide: { median: 2.1e6, n: 20, p90: 2.2e6 },
        headSide: { median: 2.13e6, n: 20, p90: 2.24e6 },
        ...tries(1, 0),
        effect: effect(1.0143, 0.998, 1.031),
        bound: { is: "at-most", slowdown: 1.0339, confidence: 0.9982 },
        bounds: bounds(0.991, 0.99964, 1.0339, 0.9982),
        margin: { relative: 0.05, absolute: 500_000, effective: 500_000 / 2.1e6 },
        reason: say("verdicts.pass", {
          ...{ ...SIZE, slowdown: 1.0143 },
          ...{ relative: 0.05, effective: 500_000 / 2.1e6, n: 20, of: "round", starts: false },
          ...{ bound: 1.0339, boundIs: "at-most", boundConfidence: 0.9982 },
        }),
      }),
      cell({
        ...{ workload: "syscall.sched", metric: "delivered", family: "syscall", verdict: "pass" },
        ...{ unit: "count", better: "higher" },
        ...sides(10_000, 10_000),
        effect: effect(1, 1, 1),
        reason: verbatim("the same in every round"),
      }),
      cell({
        ...{ workload: "syscall.sched", metric: `odd ${HOSTILE}`, verdict: "pass", gated: false },
        ...{ base: HOSTILE, head: HOSTILE },
        ...sides(80, 80.4),
        effect: effect(1.005, 1.001, 1.009),
        reason: verbatim("0.50% slower"),
      }),
    ],
    notes: [verbatim("CPUs were 30% busy with something else"), verbatim(HOSTILE)],
  };
}
