/**
 * How long the rest of a run will take: what a cell took before in this run,
 * else in an earlier run on this machine, else what its workload names.
 */
import type { Cell } from "../plan.ts";
import type { Pace, TargetKind } from "../types.ts";

/** Mean seconds of a cell by `timingKey`. */
export type Timings = Readonly<Record<string, number>>;

export function timingKey(profile: string, target: string, workload: string): string {
  return `${profile}/${target}/${workload}`;
}

/** Seconds for one opening and closing, where nothing better is known. */
const OPENING_SECONDS: Readonly<Record<TargetKind, number>> = {
  native: 0.02,
  primitive: 0.03,
  runtime: 0.05,
  engine: 0.35,
  vm: 1.5,
  fake: 0,
};

/** How long openings and work take on targets of a kind, where nothing better is known. */
export function usualPace(kind: TargetKind): Pace {
  return { openingSeconds: OPENING_SECONDS[kind], slowdown: kind === "vm" ? 1.5 : 1 };
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

function keyOf({ subject, workload }: Cell): string {
  return `${subject}/${workload}`;
}
