/**
 * How long the rest of a run will take: what a cell took before in this run,
 * else in an earlier run on this machine, else what its workload names.
 */
import type { Cell } from "./plan.ts";
import type { FootprintParams, StartParams, Target, Workload } from "./types.ts";

/** Mean seconds of a cell by `timingKey`. */
export type Timings = Readonly<Record<string, number>>;

export function timingKey(profile: string, target: string, workload: string): string {
  return `${profile}/${target}/${workload}`;
}

/** Seconds for one opening and closing, where nothing better is known. */
const OPENING_SECONDS: Readonly<Record<Target["kind"], number>> = {
  native: 0.02,
  primitive: 0.03,
  runtime: 0.05,
  engine: 0.35,
  vm: 1.5,
  fake: 0,
};

export function nominalSeconds(
  kind: Target["kind"],
  workload: Workload,
  params: Readonly<Record<string, string | number>>,
): number {
  const opening = OPENING_SECONDS[kind];
  switch (workload.mode) {
    case "serve":
    case "exec":
      return opening + workload.seconds(params) * (kind === "vm" ? 1.5 : 1);
    case "start": {
      const { iterations, budgetMs } = params as StartParams;
      return Math.max(opening, Math.min(iterations * opening, budgetMs / 1000));
    }
    case "footprint": {
      const { instances } = params as FootprintParams;
      return instances * (opening + 0.1) + 0.5 * (1 + Math.log2(instances));
    }
    case "inspect":
      return 0.01;
  }
}

export class Estimator {
  readonly #seen = new Map<string, { seconds: number; count: number }>();

  constructor(
    readonly nominal: (cell: Cell) => number,
    readonly earlier: (cell: Cell) => number | undefined,
  ) {}

  took(cell: Cell, seconds: number): void {
    const key = keyOf(cell);
    const seen = this.#seen.get(key) ?? { seconds: 0, count: 0 };
    this.#seen.set(key, { seconds: seen.seconds + seconds, count: seen.count + 1 });
  }

  of(cell: Cell): number {
    const seen = this.#seen.get(keyOf(cell));
    return seen === undefined
      ? (this.earlier(cell) ?? this.nominal(cell))
      : seen.seconds / seen.count;
  }

  left(cells: readonly Cell[]): number {
    return cells.reduce((sum, cell) => sum + this.of(cell), 0);
  }

  /** Mean seconds of every cell seen in this run, for later runs. */
  means(): ReadonlyMap<string, number> {
    return new Map([...this.#seen].map(([key, { seconds, count }]) => [key, seconds / count]));
  }
}

function keyOf({ target, workload }: Cell): string {
  return `${target}/${workload}`;
}
