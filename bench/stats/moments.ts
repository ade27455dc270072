/** Means and deviations of runs. */
import type { Part } from "./evidence.ts";
import type { RunLevel } from "./run-level.ts";

/** A run with fewer rounds than the others is less certain than their scatter says. */
export function beyondOf(run: RunLevel, others: readonly RunLevel[]): Part {
  const usual = momentsOf(others.map(({ standardError }) => standardError ** 2)).mean;
  return { variance: Math.max(0, run.standardError ** 2 - usual), degrees: run.n - 1 };
}

export function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
