import { ParseError } from "../errors.ts";
import type { ExecWorkload } from "../types.ts";

type P = { readonly maxPrime: number; readonly seconds: number };

/** Prime numbers by trial division: integer arithmetic with no system calls. */
export const workload: ExecWorkload<P> = {
  mode: "exec",
  id: "cpu.sysbench",
  version: 1,
  title: "sysbench cpu: prime numbers, one thread",
  resource: "cpu",
  tools: ["sysbench"],
  scratchMiB: 0,
  params: {
    smoke: { maxPrime: 10_000, seconds: 1 },
    quick: { maxPrime: 10_000, seconds: 1 },
    standard: { maxPrime: 10_000, seconds: 3 },
    thorough: { maxPrime: 10_000, seconds: 10 },
  },
  seconds: (p) => p.seconds,
  command: (p) => ({
    argv: [
      { tool: "sysbench" },
      ...["cpu", "--threads=1", `--cpu-max-prime=${p.maxPrime}`, `--time=${p.seconds}`, "run"],
    ],
  }),
  parse: (stdout) => {
    const rate = /events per second:\s+([\d.]+)/.exec(stdout)?.[1];
    if (rate === undefined) throw new ParseError("sysbench", '"events per second: N"', stdout);
    return [
      {
        metric: "primes",
        unit: "ops/s",
        better: "higher",
        clock: "guest",
        values: [Number(rate)],
      },
    ];
  },
};
